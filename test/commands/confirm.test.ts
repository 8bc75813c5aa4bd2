import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { confirm } from '../../src/commands/confirm.ts';
import type { Host } from '../../src/host.ts';

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

    expect(await confirm('Remove 3 things?', 'They are lost', host)).toBe(expected);
    expect(asked()).toBe('Remove 3 things? [y/N] ');
  });

  it('takes the end of the input for a no', async () => {
    const { host, asked } = terminal('');

    expect(await confirm('Remove 3 things?', 'They are lost', host)).toBe(false);
    expect(asked()).toBe('Remove 3 things? [y/N] \n');
  });

  it.each([
    ['can answer', { stdin: false }],
    ['sees the question', { stderr: false }],
  ])('says what is at stake where nobody %s', async (_what, terminals) => {
    const { host, asked } = terminal('y\n', terminals);

    await expect(confirm('Remove 3 things?', 'They are lost', host)).rejects.toMatchObject({
      name: 'CommandLineError',
      message: 'They are lost: confirm with --yes.',
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
    argv: [],
    env: {},
    stdin,
    stdout: output,
    stderr: output,
    on: ignore,
    off: ignore,
  };
  return { host, asked: () => asked };
}
