import { CommandLineError } from '../cli/command-line-error.ts';
import { message } from '../language/message.ts';
import { type FoundFile, findFiles } from '../spool/find-files.ts';
import type { Spool } from '../spool/spool.ts';

/** The files that a person means by ids or file names; a CommandLineError where one has none. */
export async function findByName(
  spool: Spool,
  ids: readonly string[],
): Promise<readonly FoundFile[]> {
  const files: FoundFile[] = [];
  for (const id of ids) {
    const found = await findFiles(spool, id);
    if (found.length === 0) throw new CommandLineError(message('spool_has_no', { id }));
    files.push(...found);
  }
  return files;
}
