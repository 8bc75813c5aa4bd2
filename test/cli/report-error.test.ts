import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { CommandLineError } from '../../src/cli/command-line-error.ts';
import { InterruptedError } from '../../src/cli/interruption.ts';
import { reportError } from '../../src/cli/report-error.ts';
import { UnknownAppError } from '../../src/commands/unknown-app-error.ts';
import { ConfigError } from '../../src/config/config-error.ts';
import { StateDirectoryError } from '../../src/files/state-directory-error.ts';
import { StateWriteError } from '../../src/files/state-write-error.ts';
import type { Host } from '../../src/host.ts';
import { loadLanguage } from '../../src/language/load-language.ts';
import { message } from '../../src/language/message.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import { LockedError } from '../../src/lock/locked-error.ts';

const AS_TEXT = { asJson: false, commandName: 'export' };
const AS_JSON = { ...AS_TEXT, asJson: true };

const ERRORS: readonly (readonly [number, Error])[] = [
  [64, new CommandLineError("unknown option '--perod'")],
  [64, new UnknownAppError(['app-9'])],
  [78, configError('DIFY_EMAIL')],
  [64, configError('--period')],
  [75, new LockedError('/state', undefined, true)],
  [73, new StateWriteError('/state/spool/x.json', { cause: systemError('ENOSPC') })],
  [73, new StateDirectoryError('/state', 'it is a file')],
  [129, new InterruptedError('SIGHUP')],
  [130, new InterruptedError('SIGINT')],
  [143, new InterruptedError('SIGTERM')],
];

describe('reportError', () => {
  it.each(ERRORS)('ends with %i and a sentence for %s', async (status, error) => {
    const { host, stdout, stderr } = terminal();

    expect(await reportError(error, AS_TEXT, host)).toBe(status);
    expect(stderr()).toContain(`dify-usage: ${error.message}`);
    expect(stderr()).not.toMatch(/^\s+at /m);
    expect(stdout()).toBe('');
  });

  it.each(ERRORS)('ends with %i and one JSON document for %s', async (status, error) => {
    const { host, stdout, stderr } = terminal();

    expect(await reportError(error, AS_JSON, host)).toBe(status);
    expect(JSON.parse(stdout())).toMatchObject({
      status,
      error: { code: error.name, message: error.message },
    });
    expect(stdout().match(/\n/g)).toHaveLength(1);
    expect(stderr()).toBe('');
  });

  it('has in JSON what to do beside the message, and nothing where it says nothing', async () => {
    const cures = [];
    for (const [, error] of ERRORS) {
      const { host, stdout } = terminal();
      await reportError(error, AS_JSON, host);
      cures.push(JSON.parse(stdout()).error.cure);
    }

    expect(cures).toEqual([
      'See dify-usage export --help.',
      'Check --app and the workspace. See dify-usage export --help.',
      undefined, // of each problem for itself
      undefined,
      'Wait for its end, or use --lock-wait.',
      'Free some and run again.',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('has in JSON each setting that is wrong, with its cure', async () => {
    const { host, stdout } = terminal();
    const told = message('period_month', { text: '2026-13' });
    const problems = [
      { variable: 'DIFY_EMAIL', problem: 'It is not set.', cure: 'Set it.' },
      { variable: '--period', problem: told, cure: '' },
    ];

    await reportError(new ConfigError(problems), AS_JSON, host);

    expect(JSON.parse(stdout()).error.problems).toEqual([
      problems[0],
      {
        variable: '--period',
        problem: 'There is no month 2026-13',
        cure: 'Write year and month, such as 2026-11.',
      },
    ]);
  });

  it('points to the help after a mistake on the command line only', async () => {
    const hinted = [];
    for (const [status, error] of ERRORS) {
      const { host, stderr } = terminal();
      await reportError(error, AS_TEXT, host);
      if (stderr().endsWith(' See dify-usage export --help.\n')) hinted.push(status);
    }

    expect(hinted).toEqual([64, 64, 64]);
  });

  it.each([
    ['en', 'check --app and the workspace. See dify-usage'],
    ['ja', '確認してください。dify-usage'],
    ['zh', '请检查 --app 和工作空间。请参阅 dify-usage'],
  ] as const)('ends a sentence before it points to the help: %s', async (language, text) => {
    const { host, stderr } = terminal();
    const say = await loadLanguage(language);

    await reportError(new UnknownAppError(['app-9']), AS_TEXT, { ...host, say });

    expect(stderr()).toContain(text);
  });

  it.each([
    ['', undefined, 'dify-usage --help'],
    ['spool rm', undefined, 'dify-usage spool rm --help'],
    [undefined, 'cache clear', 'dify-usage cache clear --help'],
  ])('names the help of the command that was meant: %j', async (own, commandName, help) => {
    const { host, stderr } = terminal();
    const error = new CommandLineError('No.', own === undefined ? {} : { commandName: own });

    await reportError(error, { asJson: false, commandName }, host);

    expect(stderr()).toBe(`dify-usage: No. See ${help}.\n`);
  });

  it.each([false, true])('shows the stack of a bug (as JSON: %s)', async (asJson) => {
    const { host, stderr } = terminal();

    expect(
      await reportError(new TypeError('x is not a function'), { ...AS_TEXT, asJson }, host),
    ).toBe(70);
    expect(stderr()).toMatch(/This is a bug\. TypeError: x is not a function\n\s+at /);
  });

  it('takes anything that is thrown', async () => {
    const { host, stderr } = terminal();

    expect(await reportError('text', AS_TEXT, host)).toBe(70);
    expect(await reportError(undefined, AS_TEXT, host)).toBe(70);
    expect(stderr()).toContain('dify-usage: text');
    expect(stderr()).toContain('dify-usage: undefined');
  });
});

function terminal() {
  let out = '';
  let err = '';
  const host: Host = {
    say: sayInEnglish,
    argv: [],
    env: {},
    stdin: new PassThrough(),
    stdout: {
      write: (text) => {
        out += text;
      },
    },
    stderr: {
      write: (text) => {
        err += text;
      },
    },
    readFile: () => Promise.reject(new Error('No file')),
    on: () => undefined,
    off: () => undefined,
  };
  return { host, stdout: () => out, stderr: () => err };
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code, syscall: 'open' });
}

function configError(variable: string): ConfigError {
  return new ConfigError([{ variable, problem: 'is missing', cure: '' }]);
}
