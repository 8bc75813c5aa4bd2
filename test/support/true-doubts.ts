import {
  type BilledCall,
  type BillOptions,
  billedCalls,
  tokensOf,
  unitsOf,
} from './billed-calls.ts';
import { billsDebugger, hiddenRuns, isLedgerMode } from './billed-rows.ts';
import type { Oracle } from './fake-dify/load-world.ts';
import { addUp, type Figures, type JudgedRecords } from './judged-records.ts';
import { labelPeriods } from './label-periods.ts';

/** What a bill cannot be sure of, and so has to say. */
export type Doubts = {
  /** How much of an app is exact, how much not: by `app | kind`. */
  readonly parts: JudgedRecords;
  /** Why not: by `period | app | cause`. */
  readonly notes: JudgedRecords;
  /** What was decided for want of knowledge: by `app | decision`. */
  readonly assumed: JudgedRecords;
  /** What Dify no longer shows: by `period | app | cause`. */
  readonly residuals: JudgedRecords;
  /** What a debugger may have spent through a workflow used as a tool. */
  readonly debugChildren: Figures;
};

/** What an output mode shows beyond sums; only models have prices. */
export type Detail = 'none' | 'users' | 'models';

/** What of a recorded database no API of its version shows. */
export function trueDoubts(oracle: Oracle, options: BillOptions, detail: Detail): Doubts {
  const calls = billedCalls(oracle, options);
  return {
    ...doubtDetail(calls, options, detail),
    // Every recorded model is priced in node rows too, and two currencies make the bill ask for models.
    assumed: new Map(),
    residuals: addUp(listHidden(oracle, options)),
    debugChildren: sumDebugChildren(oracle),
  };
}

function doubtDetail(
  calls: readonly BilledCall[],
  { version }: BillOptions,
  detail: Detail,
): Pick<Doubts, 'parts' | 'notes'> {
  const withPrices = detail !== 'users';
  const isShared = findShared(calls, detail !== 'none');
  const note = (call: BilledCall, cause: string) =>
    [
      [call.period, call.appId, cause].join(' | '),
      { tokens: BigInt(tokensOf(call)), units: withPrices ? unitsOf(call) : 0n },
    ] as const;
  return {
    parts: addUp(
      (detail === 'none' ? [] : calls).map((call) => [
        `${call.appId} | ${isShared(call) ? 'allocated' : 'exact'}`,
        { tokens: BigInt(tokensOf(call)), ...(withPrices ? priceOf(call) : {}) },
      ]),
    ),
    notes: addUp([
      ...calls.filter(isShared).map((call) => note(call, 'allocated_by_generation')),
      ...(billsDebugger(version) ? calls.filter(isOfConsole) : []).map((call) =>
        note(call, 'console_may_include_debug'),
      ),
    ]),
  };
}

/**
 * Of a completion app nothing but the statistics of a minute tells tokens, so that several users or
 * models in one minute cannot be told apart. Messages of chats are listed with their tokens, and
 * the prices of every recorded model stand in node rows.
 */
function findShared(
  calls: readonly BilledCall[],
  withUsers: boolean,
): (call: BilledCall) => boolean {
  const minuteOf = ({ appId, atMs }: BilledCall) => `${appId} ${Math.floor(atMs / 60_000)}`;
  const pairs = new Map<string, Set<string>>();
  for (const call of calls.filter(({ mode }) => mode === 'completion')) {
    const minute = minuteOf(call);
    const person = withUsers ? call.person : '';
    const pair = [person, call.provider, call.model].join(' | ');
    pairs.set(minute, new Set([...(pairs.get(minute) ?? []), pair]));
  }
  return (call) => (pairs.get(minuteOf(call))?.size ?? 0) > 1;
}

/** An account's message in the debugger or in Explore; where the ledger has both, nothing tells. */
function isOfConsole({ mode, person }: BilledCall): boolean {
  return isLedgerMode(mode) && person.startsWith('account');
}

function priceOf(call: BilledCall): Figures {
  const units = unitsOf(call);
  return units > 0n ? { [call.currency]: units } : {};
}

/** Runs that only Dify's statistics still know; those of 1.9.1 count 0 tokens for every run. */
function listHidden(oracle: Oracle, options: BillOptions): (readonly [string, Figures])[] {
  const labelOf = labelPeriods(options);
  const hidden = hiddenRuns(oracle, options.version);
  return oracle.runs
    .filter(({ id }) => hidden.has(id))
    .map(({ id, appId, createdAtUs }) => [
      [labelOf(createdAtUs), appId, 'deleted_conversations'].join(' | '),
      { runs: 1n, ...(options.version === '1.9.1' ? {} : { tokens: leafTokens(oracle, id) }) },
    ]);
}

/** Runs of the workflow that is published as a tool, filed as production though an account's. */
function sumDebugChildren(oracle: Oracle): Figures {
  const children = oracle.runs.filter(
    ({ id, triggeredFrom, createdByRole }) =>
      oracle.labels.runs[id]?.startsWith('wf.child') &&
      triggeredFrom === 'app-run' &&
      createdByRole === 'account',
  );
  return {
    runs: BigInt(children.length),
    tokens: children.reduce((sum, { id }) => sum + leafTokens(oracle, id), 0n),
  };
}

function leafTokens({ leaves }: Oracle, run: string): bigint {
  return leaves
    .filter(({ runId, isTool }) => runId === run && !isTool)
    .reduce((sum, { totalTokens }) => sum + BigInt(totalTokens ?? 0), 0n);
}
