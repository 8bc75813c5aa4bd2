import { createInterface } from 'node:readline/promises';
import { CommandLineError } from '../cli/command-line-error.ts';
import type { Host } from '../host.ts';

/** Whether somebody says yes; where nobody can be asked, a CommandLineError says what is at stake. */
export async function confirm(question: string, stake: string, host: Host): Promise<boolean> {
  if (!host.stdin.isTTY) throw new CommandLineError(`${stake}: confirm with --yes.`);

  const prompt = createInterface({ input: host.stdin, terminal: false });
  host.stderr.write(`${question} [y/N] `);
  const [answer] = await Promise.all([prompt.question('')]);
  prompt.close();
  return /^y(?:es)?$/i.test(answer.trim());
}
