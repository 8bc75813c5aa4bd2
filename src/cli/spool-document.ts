import { ExitCode } from '../exit-code.ts';
import type { Say } from '../language/say.ts';
import type { FoundFile } from '../spool/find-files.ts';
import type { SpoolEntry } from '../spool/spool-entry.ts';
import type { SpoolListing } from './spool-table.ts';

/** A file of the spool; of a damaged one only the text is left. */
export type ShownFile = FoundFile &
  ({ readonly entry: SpoolEntry } | { readonly damage: string; readonly text: string });

/** What waits, what was refused and what is damaged, for `--json`. */
export function toSpoolListDocument({ spool, rejected, quarantine }: SpoolListing, say: Say) {
  return {
    command: 'spool list',
    status: ExitCode.ok,
    spool,
    rejected,
    quarantine: quarantine.map(({ name, reason }) => ({ name, reason: say(reason) })),
  };
}

/** An id stands for several files when its body was refused and is sent again. */
export function toSpoolShowDocument(files: readonly ShownFile[]) {
  return { command: 'spool show', status: ExitCode.ok, files };
}

export function toSpoolRemovalDocument(removed: readonly FoundFile[]) {
  return { command: 'spool rm', status: ExitCode.ok, removed };
}
