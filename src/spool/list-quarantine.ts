import { message } from '../language/message.ts';
import type { QuarantinedFile } from './list-entries.ts';
import { listNames } from './list-names.ts';
import { REASON_SUFFIX } from './quarantine-file.ts';
import { readText } from './read-text.ts';
import type { Spool } from './spool.ts';

export async function listQuarantine(spool: Spool): Promise<readonly QuarantinedFile[]> {
  const files: QuarantinedFile[] = [];
  for (const name of await listNames(spool, 'quarantine')) {
    const reason = await readText(spool, 'quarantine', `${name}${REASON_SUFFIX}`);
    files.push({ name, reason: reason?.trim() ?? message('damage_unknown') });
  }
  return files;
}
