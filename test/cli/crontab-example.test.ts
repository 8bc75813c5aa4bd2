import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/cli/parse-command-line.ts';

const crontab = readFileSync(new URL('../../crontab.example', import.meta.url), 'utf8');
const jobs = crontab.split('\n').filter((line) => /^[\d*]/.test(line));
const nowhere = { write: () => true };

describe('crontab.example', () => {
  it('has commands that the program understands', () => {
    const commands = jobs.map((job) => {
      const args = job.replace(/^.* dify-usage /, '').split(' ');
      return parseCommandLine(args, { stdout: nowhere, stderr: nowhere });
    });

    expect(commands).toMatchObject([
      { kind: 'export', flags: { period: 'current_month', quiet: true } },
      { kind: 'export', flags: { period: 'last_month', quiet: true } },
      { kind: 'spool-retry', ids: [], flags: { quiet: true } },
    ]);
  });

  it('keeps runs from overlapping, with the status that cron may ignore', () => {
    for (const job of jobs) {
      expect(job).toMatch(/ flock (-n|-w 3000) -E 75 "\$HOME\/\.dify-usage\.flock" dify-usage /);
    }
  });

  it('has no percent sign, which cron takes for the end of the command', () => {
    expect(jobs.filter((job) => job.includes('%'))).toEqual([]);
  });
});
