import { ExitCode } from '../exit-code.ts';
import { StateWriteError } from '../files/state-write-error.ts';
import { listRecords, sliceBody } from '../payload/body-slices.ts';
import { halveBody, separateArrays } from '../payload/divide-body.ts';
import { partKey } from '../payload/idempotency-key.ts';
import { acknowledgeBody } from '../receipts/acknowledge-body.ts';
import { readEntry } from '../spool/read-entry.ts';
import { rejectEntry } from '../spool/reject-entry.ts';
import { removeFiles } from '../spool/remove-files.ts';
import { replaceEntry } from '../spool/replace-entry.ts';
import type { QueuedEntry, Spool } from '../spool/spool.ts';
import { type EntryProblem, requestKey, type SpoolEntry } from '../spool/spool-entry.ts';
import { markAttempt, recordProblem } from '../spool/update-entry.ts';
import { type DeliveryOptions, deliver, type Send } from './deliver.ts';
import type { BodySummary, DeliveredBody, RejectedBody } from './delivery-report.ts';

export type EntryResult = { readonly clockSkewMs: number | undefined } & (
  | { readonly kind: 'delivered'; readonly body: DeliveredBody }
  | { readonly kind: 'rejected'; readonly body: RejectedBody }
  /** Its parts stand in its place and are still to be sent. */
  | { readonly kind: 'divided'; readonly parts: readonly QueuedEntry[] }
  | { readonly kind: 'deferred'; readonly reason: EntryProblem; readonly exitCode: ExitCode }
);

/** Sends one spooled body and brings the spool in line with the answer. */
export async function deliverEntry(
  spool: Spool,
  queued: QueuedEntry,
  send: Send,
  options: DeliveryOptions,
): Promise<EntryResult | undefined> {
  const entry = await readEntry(spool, 'spool', queued.name);
  if (entry === undefined) return undefined;

  const marked = await unlessDiskFails(queued, () => markAttempt(spool, queued));
  const { verdict, attempts, clockSkewMs } = await deliver(
    send,
    { key: requestKey(entry), body: entry.body },
    options,
  );
  const total = entry.attempts + attempts;
  const summary = summarize(entry, total);

  switch (verdict.kind) {
    case 'accepted':
    case 'already-received': {
      const alreadyReceived = verdict.kind === 'already-received';
      const accepted = {
        ...summary,
        acceptedAt: new Date(spool.now()).toISOString(),
        alreadyReceived,
        receiverAlreadyHasKey: alreadyReceived && total === 1,
        receiverSaid: verdict.receiverSaid,
      };
      const isWhole = await acknowledgeBody(spool, entry, accepted);
      await removeFiles(spool, 'spool', [queued.name]);
      const body: DeliveredBody = { ...accepted, isWhole };
      return { kind: 'delivered', body, clockSkewMs };
    }
    case 'too-large':
    case 'refused': {
      const isTooLarge = verdict.kind === 'too-large';
      const bodies = isTooLarge ? halveBody(entry.body) : separateArrays(entry.body);
      if (bodies !== undefined) {
        const label = isTooLarge ? 'half' : 'array';
        const parts = bodies.map((body, index) => ({
          id: partKey(entry.id, `${label}-${index}`),
          body,
        }));
        return { kind: 'divided', parts: await replaceEntry(spool, queued, parts), clockSkewMs };
      }
      await unlessDiskFails(marked, () => recordProblem(spool, marked, verdict.problem, total));
      await rejectEntry(spool, queued);
      return { kind: 'rejected', body: { ...summary, reason: verdict.problem }, clockSkewMs };
    }
    default: {
      const reason = verdict.problem;
      await unlessDiskFails(marked, () => recordProblem(spool, marked, reason, total));
      return { kind: 'deferred', reason, exitCode: EXIT_CODES[verdict.kind], clockSkewMs };
    }
  }
}

const EXIT_CODES = {
  temporary: ExitCode.spooled,
  interrupted: ExitCode.spooled,
  credentials: ExitCode.noPermission,
  address: ExitCode.config,
  protocol: ExitCode.protocol,
} as const;

/** Notes are worth less than deliveries, which are what makes room on a full disk. */
async function unlessDiskFails<Value>(otherwise: Value, write: () => Promise<Value>) {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof StateWriteError)) throw error;
    return otherwise;
  }
}

function summarize(entry: SpoolEntry, attempts: number): BodySummary {
  const { id, snapshot, complete, about, created_at: createdAt, target, sha256, bytes } = entry;
  const records = listRecords(sliceBody(entry.body) ?? []).length;
  const key = requestKey(entry);
  return {
    id,
    key,
    snapshot,
    complete,
    about,
    createdAt,
    target,
    sha256,
    bytes,
    records,
    attempts,
  };
}
