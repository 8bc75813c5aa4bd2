import type { ExportTotals, SpoolEntryAbout } from './spool-entry.ts';

/** All bodies of one export. */
export type Snapshot = {
  readonly key: string;
  /** Nothing was withheld from it, so that it may replace what was exported before. */
  readonly complete: boolean;
  /** The same for all periods of this kind of export. */
  readonly series: string;
  /** The period had not ended when it was read, or only just. */
  readonly provisional: boolean;
  readonly totals: ExportTotals;
  readonly about: SpoolEntryAbout;
  readonly target: string;
  /** What the receiver holds in place of it, by the receipts; undefined: nothing. */
  readonly after?: string | undefined;
  readonly bodies: readonly SnapshotBody[];
};

/** `id` is the same for the same content. */
export type SnapshotBody = { readonly id: string; readonly body: string };
