import { listNames } from './list-names.ts';
import { SPOOL_FOLDERS, type Spool, type SpoolFolder } from './spool.ts';
import { parseFileName } from './spool-file-name.ts';

export type FoundFile = { readonly folder: SpoolFolder; readonly name: string };

/** Everything that an id, or the name of a damaged file, stands for. */
export async function findFiles(spool: Spool, idOrName: string): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  for (const folder of SPOOL_FOLDERS) {
    for (const name of await listNames(spool, folder)) {
      const isMeant = name === idOrName || parseFileName(name)?.id === idOrName;
      if (isMeant) found.push({ folder, name });
    }
  }
  return found;
}
