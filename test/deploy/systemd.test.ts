import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/cli/parse-command-line.ts';
import { variables } from '../../src/config/variables.ts';
import { ExitCode } from '../../src/exit-code.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const FOLDER = 'deploy/systemd';
const timers = readdirSync(FOLDER).filter((name) => name.endsWith('.timer'));
const service = readFileSync(join(FOLDER, 'dify-usage@.service'), 'utf8');
const CHECK = 'dify-usage@check.service.d/check.conf';
const check = readFileSync(join(FOLDER, CHECK), 'utf8');

describe('deploy/systemd/dify-usage@.service', () => {
  it('runs a command that the program understands, for the period in its name', () => {
    const command = settingOf(service, 'ExecStart').replaceAll('%i', 'last_month');

    expect(commandIn(command)).toMatchObject({
      kind: 'export',
      flags: { period: 'last_month', envFile: '/etc/dify-usage.env', lockWaitMs: 3_000_000 },
    });
  });

  it('takes what is spooled and what was stopped for no failure', () => {
    expect(settingOf(service, 'SuccessExitStatus')).toBe(
      `${ExitCode.spooled} ${ExitCode.terminated}`,
    );
  });

  it('has its secrets and its state under names that the program reads', () => {
    const credentials = settingsOf(service, 'LoadCredential').map((each) => each.split(':')[0]);

    expect(credentials).toEqual([variables.difyPassword.name, variables.externalApiToken.name]);
    expect(settingOf(service, 'Environment')).toBe(`${variables.stateDir.name}=%S/dify-usage`);
    expect(settingOf(service, 'StateDirectory')).toBe('dify-usage');
  });

  it('lets the lock see whether its holder is from before a restart', () => {
    expect(service).not.toMatch(/^ProcSubset=/m);
  });
});

describe(`deploy/systemd/${CHECK}`, () => {
  it('puts a check in the place of the export, with the same settings', () => {
    const [reset, command = ''] = settingsOf(check, 'ExecStart');

    expect(reset).toBe('');
    expect(commandIn(command)).toMatchObject({
      kind: 'check',
      flags: { envFile: '/etc/dify-usage.env' },
    });
  });

  it('leaves all of the unit but its command, its name and its time', () => {
    const keys = [...check.matchAll(/^(\w+)=/gm)].map(([, key]) => key);

    expect(keys).toEqual(['Description', 'ExecStart', 'ExecStart', 'TimeoutStartSec']);
  });
});

describe('what docs/DEPLOYMENT.md runs beside the unit', () => {
  const [, command = ''] =
    /^sudo systemd-run ([\s\S]*?)\n```$/m.exec(readFileSync('docs/DEPLOYMENT.md', 'utf8')) ?? [];

  it('has the user, the secrets and the state of the unit', () => {
    const user = settingOf(service, 'User');
    const credentials = settingsOf(service, 'LoadCredential');

    expect(command).toContain(` --uid ${user} --gid ${settingOf(service, 'Group')} `);
    expect(
      [...command.matchAll(/--property LoadCredential=(\S+)/g)].map(([, credential]) => credential),
    ).toEqual(credentials);
    expect(command).toContain(` --setenv ${variables.stateDir.name}=/var/lib/dify-usage `);
  });

  it('is a command that the program understands', () => {
    expect(commandIn(command.split('\n').at(-1)?.trim() ?? '')).toMatchObject({ kind: 'check' });
  });
});

describe.each(timers)('deploy/systemd/%s', (name) => {
  const timer = readFileSync(join(FOLDER, name), 'utf8');

  it('starts the service of the period that it is named after', () => {
    const period = name.replace(/^dify-usage-|\.timer$/g, '').replaceAll('-', '_');

    expect(settingOf(timer, 'Unit')).toBe(`dify-usage@${period}.service`);
  });

  it('makes up for what was due while the host was off', () => {
    expect(settingOf(timer, 'Persistent')).toBe('yes');
  });
});

describe.skipIf(!hasSystemdAnalyze())('systemd (skipped where systemd-analyze is missing)', () => {
  it('finds nothing wrong with the units', async () => {
    const units = await unitsWithProgram();
    const files = readdirSync(units).filter((name) => /\.(service|timer)$/.test(name));

    const run = analyze(['verify', '--man=no', ...files.map((name) => join(units, name))]);

    expect(files).toHaveLength(3);
    expect(run).toEqual({ status: 0, output: '' });
  });

  it('finds the check a unit of its own, in which a wrong line would be found', async () => {
    const units = await unitsWithProgram();
    const verify = () => analyze(['verify', '--man=no', join(units, 'dify-usage@check.service')]);

    expect(verify()).toEqual({ status: 0, output: '' });

    await writeFile(join(units, CHECK), `${check}ExecStrat=/bin/true\n`);
    expect(verify().output).toContain("Unknown key 'ExecStrat' in section [Service]");
  });

  it('holds the service to be well confined', () => {
    const threshold = ['security', '--offline=true', '--threshold=15', '--no-pager'];

    const { status, output } = analyze([...threshold, join(FOLDER, 'dify-usage@.service')]);

    expect(output).toMatch(/Overall exposure level for dify-usage@\S+: 1\.[0-5] OK/);
    expect(status).toBe(0);
  });

  it('starts the bill at half past four in Japan, on three days of each month', () => {
    const timer = readFileSync(join(FOLDER, 'dify-usage-last-month.timer'), 'utf8');
    const base = ['--base-time=2026-12-31 12:00:00 UTC', '--iterations=4'];

    const { output } = analyze(['calendar', ...base, settingOf(timer, 'OnCalendar')], {
      TZ: 'UTC',
    });

    expect(output.match(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g)).toEqual([
      '2027-01-01 19:37:00 UTC',
      '2027-01-02 19:37:00 UTC',
      '2027-01-03 19:37:00 UTC',
      '2027-02-01 19:37:00 UTC',
    ]);
  });
});

function commandIn(line: string): unknown {
  const [, ...args] = line.split(' ');
  const nowhere = { write: () => true };
  return parseCommandLine(args, { say: sayInEnglish, stdout: nowhere, stderr: nowhere });
}

function settingOf(unit: string, key: string): string {
  const [value = '', ...others] = settingsOf(unit, key);
  expect(others).toEqual([]);
  return value;
}

function settingsOf(unit: string, key: string): readonly string[] {
  return [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value);
}

function hasSystemdAnalyze(): boolean {
  return spawnSync('systemd-analyze', ['--version']).status === 0;
}

function analyze(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const run = spawnSync('systemd-analyze', args, {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', ...env },
  });
  return { status: run.status, output: run.stdout + run.stderr };
}

/** Copies of the units that name a program which is there, as verify demands. */
async function unitsWithProgram(): Promise<string> {
  const directory = await temporaryDirectory();
  const program = join(directory, 'dify-usage');
  await writeFile(program, '');
  await chmod(program, 0o755);
  for (const name of timers) copyFileSync(join(FOLDER, name), join(directory, name));
  mkdirSync(join(directory, dirname(CHECK)));
  for (const [name, text] of [
    ['dify-usage@.service', service],
    [CHECK, check],
  ] as const) {
    const unit = text.replace('/usr/local/bin/dify-usage', program);
    await writeFile(join(directory, name), unit);
  }
  return directory;
}
