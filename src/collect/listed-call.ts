import type { MinuteCell } from '../period/minute-cell.ts';
import type { Instant } from '../period/period.ts';
import type { LedgerCall, ModelName } from '../usage/ledger-call.ts';

/** A call as Dify lists it. */
export type ListedCall = LedgerCall & {
  readonly cell: MinuteCell;
  readonly conversation: ListedConversation;
};

export type ListedConversation = {
  readonly id: string;
  readonly createdAt: Instant | undefined;
  readonly model: ModelName | undefined;
  readonly isRead: boolean;
};

/** Calls by their cell, in the order of time. */
export function groupByCell(calls: readonly ListedCall[]): ListedCall[][] {
  const cells = new Map<string, ListedCall[]>();
  for (const call of calls) {
    const key = JSON.stringify([call.cell.from, call.bucket]);
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [call]);
    else cell.push(call);
  }
  return [...cells.values()].sort(compareFirst);
}

function compareFirst([left]: readonly ListedCall[], [right]: readonly ListedCall[]): number {
  if (left === undefined || right === undefined) return 0;
  if (left.cell.from !== right.cell.from) return left.cell.from - right.cell.from;
  return left.bucket < right.bucket ? -1 : 1;
}
