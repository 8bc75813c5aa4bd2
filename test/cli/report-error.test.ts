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
import { LockedError } from '../../src/lock/locked-error.ts';
import { PeriodError } from '../../src/period/period-error.ts';

const ERRORS: readonly (readonly [number, Error])[] = [
  [64, new CommandLineError("unknown option '--perod'")],
  [64, new UnknownAppError(['app-9'])],
  [64, new PeriodError('The period has not begun')],
  [78, configError('DIFY_EMAIL')],
  [64, configError('--period')],
  [75, new LockedError('/state', undefined, true)],
  [73, new StateWriteError('/state/spool/x.json', { cause: systemError('ENOSPC') })],
  [73, new StateDirectoryError('/state', 'it is a file')],
  [130, new InterruptedError('SIGINT')],
  [143, new InterruptedError('SIGTERM')],
];

describe('reportError', () => {
  it.each(ERRORS)('ends with %i and a sentence for %s', async (status, error) => {
    const { host, stdout, stderr } = terminal();

    expect(await reportError(error, false, host)).toBe(status);
    expect(stderr()).toContain(`dify-usage: ${error.message}`);
    expect(stderr()).not.toMatch(/^\s+at /m);
    expect(stdout()).toBe('');
  });

  it.each(ERRORS)('ends with %i and one JSON document for %s', async (status, error) => {
    const { host, stdout, stderr } = terminal();

    expect(await reportError(error, true, host)).toBe(status);
    expect(JSON.parse(stdout())).toEqual({
      status,
      error: { code: error.name, message: error.message },
    });
    expect(stdout().match(/\n/g)).toHaveLength(1);
    expect(stderr()).toBe('');
  });

  it('points to the help after a mistake on the command line only', async () => {
    const hints = [];
    for (const [, error] of ERRORS) {
      const { host, stderr } = terminal();
      await reportError(error, false, host);
      hints.push(stderr().includes('--help'));
    }

    expect(hints).toEqual([true, true, true, false, true, false, false, false, false, false]);
  });

  it.each([false, true])('shows the stack of a bug (as JSON: %s)', async (asJson) => {
    const { host, stderr } = terminal();

    expect(await reportError(new TypeError('x is not a function'), asJson, host)).toBe(70);
    expect(stderr()).toMatch(/This is a bug\. TypeError: x is not a function\n\s+at /);
  });

  it('takes anything that is thrown', async () => {
    const { host, stderr } = terminal();

    expect(await reportError('text', false, host)).toBe(70);
    expect(await reportError(undefined, false, host)).toBe(70);
    expect(stderr()).toContain('dify-usage: text');
    expect(stderr()).toContain('dify-usage: undefined');
  });
});

function terminal() {
  let out = '';
  let err = '';
  const host: Host = {
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
