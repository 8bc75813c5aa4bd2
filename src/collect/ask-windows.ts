import type { MinuteCell } from '../period/minute-cell.ts';
import { windowOfCells } from '../period/minute-cell.ts';
import type { App, AppModel } from '../usage/app.ts';
import type { DetailNote } from '../usage/app-detail.ts';
import { chooseWindows, type TrafficWindow } from '../usage/choose-windows.ts';
import { joinKey } from '../usage/join-key.ts';
import { fitPrice, isProof, type LedgerBlock } from '../usage/ledger-block.ts';
import {
  hasSpent,
  type LedgerCall,
  type ModelName,
  modelNameKey,
  sumCallTokens,
  userKey,
} from '../usage/ledger-call.ts';
import { canSolve, pricesOfModel } from '../usage/model-puzzle.ts';
import { settleBucket } from '../usage/settle-bucket.ts';
import type { UnitPrice } from '../usage/unit-prices.ts';
import { where } from '../usage/where.ts';
import type { CollectScope } from './collect-scope.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';
import { groupByCell, type ListedCall } from './listed-call.ts';
import type { MinuteStatistics } from './minute-statistics.ts';
import type { CallTable } from './tabulate-calls.ts';

export type WindowRules = {
  readonly withUsers: boolean;
  readonly withPrices: boolean;
  readonly known: ReadonlyMap<string, ModelName>;
  readonly prices: readonly UnitPrice[];
  readonly present: AppModel | undefined;
  /** Of how many model calls a message may be the sum. */
  readonly modelCalls: number;
};

export type AskedWindows = {
  /** They add up to the ledger. */
  readonly blocks: readonly LedgerBlock[];
  readonly notes: readonly DetailNote[];
};

/**
 * Cuts the ledger's buckets into blocks of one user and model each, as far as minutes of the
 * statistics allow it and as far as it is worth a request (usage-data G.6).
 */
export async function askWindows(
  scope: CollectScope,
  app: App,
  wholes: readonly LedgerBlock[],
  calls: CallTable,
  rules: WindowRules,
  statistics: MinuteStatistics,
): Promise<AskedWindows> {
  const blocks: LedgerBlock[] = [];
  const notes: DetailNote[] = [];
  for (const whole of wholes) {
    if (!needsWindows(app, whole, rules)) {
      blocks.push(whole);
      continue;
    }
    const own = [...calls.of(whole.bucket)]; // the windows' calls have to be the bucket's very own
    const windows = planWindows(app, whole, own, rules);
    const asked = await askAll(scope, whole, own, windows, statistics);
    const settled = settleBucket(asked.whole, asked.blocks);
    blocks.push(...settled.blocks, settled.rest);
    if (asked.isExhausted) {
      const { bucket, tokens, units } = settled.rest;
      notes.push({ bucket, cause: 'minute_windows_exhausted', tokens, units });
    }
  }
  return { blocks, notes };
}

/** Whether minutes could tell of a bucket what it does not tell itself. */
function needsWindows({ mode }: App, whole: LedgerBlock, rules: WindowRules): boolean {
  const spending = where(whole.calls, hasSpent);
  const pairs = countPairs(spending, rules);
  if (pairs === 0 || whole.tokens === 0) return false;
  const isCompletion = mode === 'completion';
  if (!isCompletion && (!rules.withPrices || whole.units === 0n)) return false;
  if (pairs === 1 && holdsNothingElse(mode, whole)) return false;
  return isCompletion || !isReproduced(whole, spending, rules);
}

function planWindows(
  { mode }: App,
  whole: LedgerBlock,
  calls: readonly ListedCall[],
  rules: WindowRules,
): TrafficWindow<MinuteCell, ListedCall>[] {
  const cells = groupByCell(calls.filter(hasSpent)).flatMap((ofCell) => {
    const [first] = ofCell;
    return first === undefined
      ? []
      : [{ place: first.cell, group: first.cell.window.start, calls: ofCell }];
  });
  return chooseWindows(cells, (call) => pairKey(call, rules), holdsNothingElse(mode, whole));
}

/** Whether all that the bucket spent is of calls that are known. */
function holdsNothingElse(mode: App['mode'], { tokens, hiddenCalls, calls }: LedgerBlock): boolean {
  return mode === 'completion' ? hiddenCalls === 0 : tokens === sumCallTokens(calls);
}

export function countPairs(calls: Iterable<LedgerCall>, rules: WindowRules): number {
  const pairs = new Set<string>();
  for (const call of calls) pairs.add(pairKey(call, rules));
  return pairs.size;
}

/** While its model is not known a conversation stands for itself, if its price can tell the model. */
function pairKey(
  { user, modelKey }: LedgerCall,
  { withUsers, withPrices, known, ...puzzle }: WindowRules,
): string {
  const whose = withUsers ? userKey(user) : '';
  if (!withPrices) return whose;
  const model = known.get(modelKey);
  if (model !== undefined) return joinKey(whose, `of ${modelNameKey(model)}`);
  return joinKey(whose, canSolve(puzzle) ? `? ${modelKey}` : '');
}

/** Known models that make the bucket's price to the last unit need no minute to prove it. */
function isReproduced(
  whole: LedgerBlock,
  calls: Iterable<LedgerCall>,
  { known, prices, modelCalls }: WindowRules,
): boolean {
  const priceOf = ({ modelKey }: LedgerCall) => {
    const model = known.get(modelKey);
    const [price, ...others] = model === undefined ? [] : pricesOfModel(prices, model);
    return others.length > 0 ? undefined : price;
  };
  const stray = fitPrice({ ...whole, calls }, priceOf, modelCalls);
  return stray === 0n && isProof(whole, 1, stray);
}

type Asked = {
  readonly whole: LedgerBlock;
  readonly blocks: readonly LedgerBlock[];
  readonly isExhausted: boolean;
};

async function askAll(
  scope: CollectScope,
  whole: LedgerBlock,
  own: readonly ListedCall[],
  windows: readonly TrafficWindow<MinuteCell, ListedCall>[],
  statistics: MinuteStatistics,
): Promise<Asked> {
  const read = new Map<LedgerCall, LedgerCall>();
  const blocks: LedgerBlock[] = [];
  let isExhausted = false;
  await forEachConcurrently(windows, scope.workers, async ({ first, last, calls }) => {
    const window = windowOfCells(first, last, scope.accountTimeZone);
    // Both at once, so that it does not depend on Dify's pace what the budget is spent on.
    const [costs, count] = await Promise.all([
      statistics.costs(window, whole.bucket),
      whole.hiddenCalls > 0 ? statistics.messages(window, whole.bucket) : calls.length,
    ]);
    if (costs === undefined || count === undefined) {
      isExhausted = true;
      return;
    }
    const known = await readOpened(scope, calls);
    for (const [place, call] of calls.entries()) read.set(call, known[place] ?? call);
    const hiddenCalls = Math.max(count - calls.length, 0);
    blocks.push({ bucket: whole.bucket, calls: known, ...costs, hiddenCalls });
  });
  const calls = own.map((call) => read.get(call) ?? call);
  return { whole: { ...whole, calls }, blocks, isExhausted };
}

/** In a minute of several users, generations that somebody has opened tell their tokens themselves. */
async function readOpened(
  { reader }: CollectScope,
  calls: readonly ListedCall[],
): Promise<readonly LedgerCall[]> {
  const isMixed = new Set(calls.map(({ user }) => userKey(user))).size > 1;
  if (!isMixed) return calls;

  const result: LedgerCall[] = [];
  for (const call of calls) {
    const isUntold = call.tokens === undefined && call.conversation.isRead;
    const detail = isUntold
      ? await reader.readConversationDetail('completion', call.conversation)
      : undefined;
    result.push({ ...call, tokens: detail?.message?.tokens ?? call.tokens });
  }
  return result;
}
