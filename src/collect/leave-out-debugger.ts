import { windowOfCells } from '../period/minute-cell.ts';
import type { BucketBlock } from '../usage/bucket-blocks.ts';
import {
  type ConsoleOrigin,
  tellAllOrNone,
  tellOrigins,
  unknownConversations,
} from '../usage/tell-origins.ts';
import { groupByCell, type ListedCall } from './listed-call.ts';
import type { MinuteStatistics } from './minute-statistics.ts';
import { type CallTable, tabulateCalls } from './tabulate-calls.ts';

/**
 * The calls without those of the debugger, which lists from 1.9.0 on contain and the ledger does not.
 *
 * Whole buckets are looked at first; a minute is asked only where they leave a doubt. Console calls
 * that stay in doubt are left out as well: what they may have spent is nobody's.
 */
export async function leaveOutDebugger(
  table: CallTable,
  buckets: readonly BucketBlock[],
  accountTimeZone: string,
  statistics: MinuteStatistics,
): Promise<CallTable> {
  const origins = new Map<string, ConsoleOrigin>();
  for (const bucket of buckets) {
    const calls = [...bucket.calls];
    const told = tellAllOrNone({ ...bucket, calls }, origins);
    // Messages that no list shows count as well: without tokens only "none of them" is proof.
    const isProof = calls.every(({ tokens }) => tokens !== undefined) || isAll(told, 'debugger');
    if (isProof) learn(origins, told);
  }

  const calls = [...table];
  let hasProgress = true;
  while (hasProgress) {
    hasProgress = false;
    const doubtful = groupByCell(calls).filter(
      (cell) => unknownConversations(cell, origins).size > 0,
    );
    for (const cell of doubtful.toSorted(
      (one, other) => countUnknown(one, origins) - countUnknown(other, origins),
    )) {
      if (countUnknown(cell, origins) === 0) continue;
      const told = await askCell(cell, origins, accountTimeZone, statistics);
      hasProgress ||= told.size > 0;
      learn(origins, told);
    }
  }
  const isBilled = ({ isConsole, conversationId }: ListedCall) =>
    !isConsole || origins.get(conversationId) === 'explore';
  return tabulateCalls(calls.filter(isBilled));
}

async function askCell(
  calls: readonly ListedCall[],
  origins: ReadonlyMap<string, ConsoleOrigin>,
  accountTimeZone: string,
  statistics: MinuteStatistics,
): Promise<Map<string, ConsoleOrigin>> {
  const [first] = calls;
  if (first === undefined) return new Map();

  const window = windowOfCells(first.cell, first.cell, accountTimeZone);
  const count = await statistics.messages(window, first.bucket);
  if (count === undefined) return new Map();

  const byCount = tellAllOrNone({ calls, count, tokens: undefined }, origins);
  if (byCount.size > 0 && isAll(byCount, 'debugger')) return byCount;

  // Deleted messages count as well: only the tokens tell whose they are.
  const costs = await statistics.costs(window, first.bucket);
  return costs === undefined
    ? new Map()
    : tellOrigins({ calls, count, tokens: costs.tokens }, origins);
}

function isAll(told: ReadonlyMap<string, ConsoleOrigin>, origin: ConsoleOrigin): boolean {
  return [...told.values()].every((one) => one === origin);
}

function countUnknown(
  calls: readonly ListedCall[],
  origins: ReadonlyMap<string, ConsoleOrigin>,
): number {
  return unknownConversations(calls, origins).size;
}

function learn(
  origins: Map<string, ConsoleOrigin>,
  told: ReadonlyMap<string, ConsoleOrigin>,
): void {
  for (const [id, origin] of told) origins.set(id, origin);
}
