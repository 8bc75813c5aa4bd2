import type { ExitCode } from '../exit-code.ts';
import type { QuarantinedFile } from '../spool/list-entries.ts';
import type { QueuedEntry } from '../spool/spool.ts';
import type { EntryProblem, SpoolEntryAbout } from '../spool/spool-entry.ts';

/** What draining the spool came to. */
export type DeliveryReport = {
  readonly delivered: readonly DeliveredBody[];
  /** Why the rest was not sent; absent when nothing is left. */
  readonly deferred: Deferral | undefined;
  readonly rejected: readonly RejectedBody[];
  readonly quarantined: readonly QuarantinedFile[];
  /** Left alone: they are addressed to another receiver than the configured one. */
  readonly otherReceivers: readonly QueuedEntry[];
  /** How far the receiver's clock is ahead of ours. */
  readonly clockSkewMs: number | undefined;
};

export type BodySummary = {
  /** Names it in the spool. */
  readonly id: string;
  /** The idempotency key. */
  readonly key: string;
  /** The snapshot key. */
  readonly snapshot: string;
  readonly complete: boolean;
  readonly about: SpoolEntryAbout;
  readonly createdAt: string;
  readonly target: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly records: number;
  /** All POSTs that are known of, those of earlier runs included. */
  readonly attempts: number;
};

export type DeliveredBody = AcceptedBody & {
  /** Whether the whole export that it is of is delivered now; undefined when that is not known. */
  readonly isWhole: boolean | undefined;
};

export type AcceptedBody = BodySummary & {
  readonly acceptedAt: string;
  /** The receiver answered 409. */
  readonly alreadyReceived: boolean;
  /** It did so although this body had never been posted before. */
  readonly receiverAlreadyHasKey: boolean;
  readonly receiverSaid: string | undefined;
};

export type RejectedBody = BodySummary & { readonly reason: EntryProblem };

export type Deferral = {
  readonly reason: EntryProblem;
  readonly exitCode: ExitCode;
  readonly entriesKept: number;
};
