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
    const { host, asked } = terminal(answer);

    expect(await confirm('Remove 3 things?', 'They are lost', host)).toBe(expected);
    expect(asked()).toBe('Remove 3 things? [y/N] ');
  });

  it('says what is at stake where nobody can be asked', async () => {
    const { host, asked } = terminal('y', false);

    await expect(confirm('Remove 3 things?', 'They are lost', host)).rejects.toMatchObject({
      name: 'CommandLineError',
      message: 'They are lost: confirm with --yes.',
    });
    expect(asked()).toBe('');
  });
});

function terminal(answer: string, isTTY = true) {
  const stdin = Object.assign(new PassThrough(), { isTTY });
  stdin.end(`${answer}\n`);
  let asked = '';
  const output = { write: (text: string) => (asked += text) };
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
