import type { Oracle, OracleLeaf, OracleMessage, RecordedVersion } from './fake-dify/load-world.ts';

/** Up to 1.8 the statistics, and so the bill, contain debugger messages. */
const BILLS_DEBUGGER: ReadonlySet<RecordedVersion> = new Set(['0.15.3', '1.4.3', '1.8.1']);
/** Deletes conversations for good, and lists no production runs yet. */
const HIDES_DELETED: ReadonlySet<RecordedVersion> = new Set(['1.8.1', '1.9.1']);
/** Billed by Dify's statistics, not by node rows. */
const LEDGER_MODES: ReadonlySet<string> = new Set(['chat', 'agent-chat', 'completion']);

/** Messages of the apps that are billed by Dify's statistics, failed ones included. */
export function ledgerMessages(oracle: Oracle, version: RecordedVersion): OracleMessage[] {
  const modes = modesOf(oracle);
  return oracle.messages.filter(
    ({ appId, invokeFrom }) =>
      isLedgerMode(modes.get(appId)) && (billsDebugger(version) || invokeFrom !== 'debugger'),
  );
}

/** The node rows of production runs, as far as any API of the version shows these. */
export function billedLeaves(oracle: Oracle, version: RecordedVersion): OracleLeaf[] {
  const hidden = hiddenRuns(oracle, version);
  return oracle.leaves.filter(
    ({ runId, triggeredFrom, isTool }) =>
      runId !== null && triggeredFrom !== 'debugging' && !isTool && !hidden.has(runId),
  );
}

/** The runs of deleted conversations, where they can be found through their messages only. */
export function hiddenRuns({ labels }: Oracle, version: RecordedVersion): ReadonlySet<string> {
  if (!HIDES_DELETED.has(version)) return new Set();
  const deleted = Object.entries(labels.runs).filter(([, label]) => label === 'ac.del');
  return new Set(deleted.map(([id]) => id));
}

export function billsDebugger(version: RecordedVersion): boolean {
  return BILLS_DEBUGGER.has(version);
}

export function isLedgerMode(mode: string | undefined): boolean {
  return LEDGER_MODES.has(mode ?? '');
}

export function modesOf({ apps }: Oracle): ReadonlyMap<string, string> {
  return new Map(Object.values(apps).map(({ id, mode }) => [id, mode]));
}

/** `end_user ID` or `account ID`. */
export function personOf({ fromEndUserId, fromAccountId }: OracleMessage): string {
  return fromEndUserId === null ? `account ${fromAccountId}` : `end_user ${fromEndUserId}`;
}
