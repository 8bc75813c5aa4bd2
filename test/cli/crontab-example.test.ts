import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Cron } from 'croner';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/cli/parse-command-line.ts';
import { sayInEnglish } from '../../src/language/say.ts';

const crontab = read('crontab.example');
const dockerCrontab = read('deploy/docker/crontab.example');
const nowhere = { write: () => true };

/** Other ones than Debian's have no -n, or no crontab at all. */
const CAN_CHECK = checkCrontab('').status === 0;
const CHECKED: unknown = expect.stringContaining('successfully checked');

describe('crontab.example', () => {
  const jobs = jobsOf(crontab);

  it('has commands that the program understands', () => {
    expect(jobs.map(commandOf)).toMatchObject([
      { kind: 'export', flags: { period: 'current_month', quiet: true } },
      { kind: 'export', flags: { period: 'last_month', quiet: true } },
      { kind: 'spool-retry', ids: [], flags: { quiet: true } },
    ]);
  });

  it.skipIf(!CAN_CHECK)('is one that Debian’s crontab takes (skipped elsewhere)', () => {
    expect(checkCrontab(crontab)).toMatchObject({ status: 0, stderr: CHECKED });
    expect(checkCrontab(crontab.replace('7 * * * *', '77 * * * *'))).toMatchObject({ status: 1 });
  });

  it('keeps runs from overlapping, with the status that cron may ignore', () => {
    for (const job of jobs) {
      expect(job).toMatch(/ flock (-n|-w 3000) -E 75 "\$HOME\/\.dify-usage\.flock" dify-usage /);
    }
  });

  it('bills last month only when it is over in every zone, on three days', () => {
    const bill = jobs.find((job) => job.includes('last_month')) ?? '';

    // Where the day begins first; the month ends last at UTC-12, at noon of the 1st in UTC.
    const starts = runsOf(scheduleOf(bill), 'Pacific/Kiritimati', 4);

    expect(starts).toEqual([
      '2027-01-01T14:37:00.000Z',
      '2027-01-02T14:37:00.000Z',
      '2027-01-03T14:37:00.000Z',
      '2027-02-01T14:37:00.000Z',
    ]);
  });

  it('tells times in Japan that are the same instants on a host in UTC and on one in Japan', () => {
    const rows = crontab.matchAll(/^# {3}(\S.*?\d\d:\d\d) +((?:\S+ ){4}\S+) {3,}(.*)$/gm);

    const table = [...rows].map(([, name, utc = '', tokyo = '']) => {
      expect(runsOf(utc, 'UTC', 400)).toEqual(runsOf(tokyo, 'Asia/Tokyo', 400));
      return `${name}: ${runsOf(utc, 'UTC', 1)}`;
    });

    expect(table).toEqual([
      'every day 01:00: 2026-12-31T16:00:00.000Z',
      'every day 06:00: 2026-12-31T21:00:00.000Z',
      'every day 09:00: 2027-01-01T00:00:00.000Z',
      'weekdays 09:00: 2027-01-01T00:00:00.000Z',
      '2nd to 4th of month 01:00: 2027-01-01T16:00:00.000Z',
    ]);
  });

  it('warns of the line that looks like midnight of the 1st in Japan and is a day late', () => {
    expect(crontab).toContain('"0 15 1 * *" is the 2nd, 00:00, in Japan');
    expect(runsOf('0 15 1 * *', 'UTC', 1)).toEqual(runsOf('0 0 2 * *', 'Asia/Tokyo', 1));
  });
});

describe("Docker's crontab.example", () => {
  const jobs = jobsOf(dockerCrontab);

  it('has commands that the program understands', () => {
    expect(jobs.map(commandOf)).toMatchObject([
      { kind: 'export', flags: { period: 'current_month', quiet: true } },
      { kind: 'export', flags: { period: 'last_month', quiet: true, lockWaitMs: 3_000_000 } },
    ]);
  });

  it.skipIf(!CAN_CHECK)('is one that Debian’s crontab takes, but for the user', () => {
    const withoutUser = dockerCrontab.replaceAll(/^(\S+ +\S+ +\S+ +\S+ +\S+ +)root {2}/gm, '$1');

    expect(withoutUser).not.toMatch(/^[\d*].*root /m);
    expect(checkCrontab(withoutUser)).toMatchObject({ status: 0, stderr: CHECKED });
  });

  it('has no terminal, leaves no container behind and adds nothing of its own to the mail', () => {
    for (const job of jobs) {
      expect(job).toMatch(
        / root {2}cd \/opt\/dify-usage\/deploy\/docker && docker compose --progress quiet run --rm -T dify-usage /,
      );
    }
  });
});

describe.each([
  ['crontab.example', crontab],
  ["Docker's crontab.example", dockerCrontab],
])('%s', (_name, text) => {
  it('has no percent sign, which cron takes for the end of the command', () => {
    expect(jobsOf(text).filter((job) => job.includes('%'))).toEqual([]);
  });

  it('sets variables that cron knows, and none that only some of them do', () => {
    const names = [...text.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);

    expect(names).toEqual(['SHELL', 'PATH', 'MAILTO']);
  });
});

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

function jobsOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => /^[\d*]/.test(line));
}

function checkCrontab(text: string) {
  return spawnSync('crontab', ['-n', '-'], { input: text, encoding: 'utf8' });
}

function commandOf(job: string): unknown {
  const args = job.replace(/^.* dify-usage /, '').split(' ');
  return parseCommandLine(args, { say: sayInEnglish, stdout: nowhere, stderr: nowhere });
}

function scheduleOf(job: string): string {
  return job.split(/\s+/).slice(0, 5).join(' ');
}

/** When a host in a zone would start it next, seen from New Year's Eve at noon, UTC. */
function runsOf(schedule: string, timezone: string, count: number): readonly string[] {
  const cron = new Cron(schedule, { timezone, paused: true });
  return cron.nextRuns(count, new Date('2026-12-31T12:00:00Z')).map((start) => start.toISOString());
}
