import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { confirm } from '../../src/commands/confirm.ts';
import type { Host } from '../../src/host.ts';
import { message } from '../../src/language/message.ts';
import { sayInEnglish } from '../../src/language/say.ts';

const QUESTION = message('confirm_spool_rm', { bodies: 3 });
const STAKE = message('confirm_spool_rm_unasked');

describe('confirm', () => {
  it.each([
    ['y', true],
    ['Yes', true],
    [' y ', true],
    ['', false],
    ['n', false],
    ['yesterday', false],
  ])('takes %j for %s', async (answer, expected) => {
    const { host, asked } = terminal(`${answer}\n`);

    expect(await confirm(QUESTION, STAKE, host)).toBe(expected);
    expect(asked()).toBe('Remove 3 body(ies) that were never delivered? [y/N] ');
  });

  it('takes the end of the input for a no', async () => {
    const { host, asked } = terminal('');

    expect(await confirm(QUESTION, STAKE, host)).toBe(false);
    expect(asked()).toBe('Remove 3 body(ies) that were never delivered? [y/N] \n');
  });

  it.each([
    ['can answer', { stdin: false }],
    ['sees the question', { stderr: false }],
  ])('says what is at stake where nobody %s', async (_what, terminals) => {
    const { host, asked } = terminal('y\n', terminals);

    await expect(confirm(QUESTION, STAKE, host)).rejects.toMatchObject({
      name: 'CommandLineError',
      message: 'What is removed is lost for the bill: confirm with --yes.',
    });
    expect(asked()).toBe('');
  });
});

function terminal(input: string, { stdin: isInput = true, stderr: isOutput = true } = {}) {
  const stdin = Object.assign(new PassThrough(), { isTTY: isInput });
  stdin.end(input);
  let asked = '';
  const output = { isTTY: isOutput, write: (text: string) => (asked += text) };
  const ignore = () => undefined;
  const host: Host = {
    say: sayInEnglish,
    argv: [],
    env: {},
    stdin,
    stdout: output,
    stderr: output,
    readFile: () => Promise.reject(new Error('No file')),
    on: ignore,
    off: ignore,
  };
  return { host, asked: () => asked };
}
