import { writeDurably } from '../files/durable-write.ts';
import type { Text } from '../language/message.ts';
import { sayInEnglish } from '../language/say.ts';
import { moveFile } from './move-file.ts';
import { filePath, type Spool, type SpoolFolder } from './spool.ts';

/** Ends the name of the file that says why its neighbour is in quarantine. */
export const REASON_SUFFIX = '.reason.txt';

export async function quarantineFile(
  spool: Spool,
  folder: SpoolFolder,
  name: string,
  reason: Text,
): Promise<void> {
  const reasonPath = filePath(spool, 'quarantine', `${name}${REASON_SUFFIX}`);
  await writeDurably(reasonPath, `${sayInEnglish(reason)}\n`, spool.files);
  await moveFile(spool, name, folder, 'quarantine');
}
