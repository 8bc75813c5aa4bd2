import { createInterface } from 'node:readline';
import { CommandLineError } from '../cli/command-line-error.ts';
import type { Host } from '../host.ts';
import type { Message } from '../language/message.ts';

/** Whether somebody says yes; where nobody can be asked, a CommandLineError says what is at stake. */
export async function confirm(question: Message, stake: Message, host: Host): Promise<boolean> {
  // A question that nobody sees would wait for ever.
  if (!host.stdin.isTTY || !host.stderr.isTTY) {
    throw new CommandLineError(stake);
  }
  host.stderr.write(`${host.say(question)} [y/N] `);
  const answer = await readLine(host.stdin);
  if (answer === undefined) host.stderr.write('\n'); // nobody has ended the line
  return /^y(?:es)?$/i.test(answer?.trim() ?? '');
}

/** Undefined when the input ends instead, as with Ctrl-D. */
async function readLine(input: NodeJS.ReadableStream): Promise<string | undefined> {
  const lines = createInterface({ input, terminal: false });
  for await (const line of lines) return line;
  return undefined;
}
