import { CommandLineError } from '../cli/command-line-error.ts';
import { message } from '../language/message.ts';
import { type FoundFile, findFiles } from '../spool/find-files.ts';
import type { Spool } from '../spool/spool.ts';

/** The files that a person means by an id or a file name; a CommandLineError where there are none. */
export async function findByName(spool: Spool, id: string): Promise<readonly FoundFile[]> {
  const files = await findFiles(spool, id);
  if (files.length === 0) throw new CommandLineError(message('spool_has_no', { id }));
  return files;
}
