import type { MinuteCell } from '../period/minute-cell.ts';
import { type CallColumns, type CallRow, createCallColumns } from './call-columns.ts';
import type { ListedCall } from './listed-call.ts';

/**
 * The calls of an app, bucket by bucket. An app may have a million of them, so that they are held
 * in columns of numbers, and are objects only while somebody looks at their bucket: they are made
 * anew each time, and none is identical with that of another time.
 */
export type CallTable = Iterable<ListedCall> & {
  readonly buckets: readonly string[];
  countOf(bucket: string): number;
  /** In the order in which they were added. */
  of(bucket: string): Iterable<ListedCall>;
};

export type GrowingCallTable = CallTable & { add(call: ListedCall): void };

export function tabulateCalls(calls: Iterable<ListedCall> = []): GrowingCallTable {
  const byBucket = new Map<string, CallColumns>();
  const sources = numberSources();
  const cells = numberCells();
  const of = (bucket: string): Iterable<ListedCall> => ({
    *[Symbol.iterator]() {
      for (const row of byBucket.get(bucket)?.rows() ?? [])
        yield toCall(row, sources.at(row.source), cells.at(row.cell));
    },
  });
  const table: GrowingCallTable = {
    add(call) {
      const { id, at, bucket, tokens } = call;
      const columns = byBucket.get(bucket) ?? createCallColumns();
      byBucket.set(bucket, columns);
      columns.add({
        id,
        at,
        tokens,
        source: sources.numberOf(call),
        cell: cells.numberOf(call.cell),
      });
    },
    get buckets() {
      return [...byBucket.keys()];
    },
    countOf: (bucket) => byBucket.get(bucket)?.length() ?? 0,
    of,
    *[Symbol.iterator]() {
      for (const bucket of byBucket.keys()) yield* of(bucket);
    },
  };
  for (const call of calls) table.add(call);
  return table;
}

/** Field by field: copies of objects take several times as long and as much memory. */
function toCall({ id, at, tokens }: CallRow, source: CallSource, cell: MinuteCell): ListedCall {
  const { conversationId, modelKey, user, isConsole, conversation } = source;
  const { bucket } = cell;
  return { id, conversationId, modelKey, at, bucket, user, isConsole, tokens, cell, conversation };
}

/** What the messages of a conversation have in common. */
type CallSource = Pick<
  ListedCall,
  'conversationId' | 'modelKey' | 'user' | 'isConsole' | 'conversation'
>;

function numberSources() {
  const sources: CallSource[] = [];
  const numbers = new Map<ListedCall['conversation'], number>();
  return {
    numberOf({ conversationId, modelKey, user, isConsole, conversation }: ListedCall): number {
      const source = { conversationId, modelKey, user, isConsole, conversation };
      const known = numbers.get(conversation);
      if (known !== undefined && isSame(source, elementAt(sources, known))) return known;
      numbers.set(conversation, sources.length);
      return sources.push(source) - 1;
    },
    at: (number: number) => elementAt(sources, number),
  };
}

function isSame(one: CallSource, other: CallSource): boolean {
  return (
    one.conversationId === other.conversationId &&
    one.modelKey === other.modelKey &&
    one.user === other.user &&
    one.isConsole === other.isConsole
  );
}

function numberCells() {
  const cells: MinuteCell[] = [];
  const numbers = new Map<MinuteCell, number>();
  return {
    numberOf(cell: MinuteCell): number {
      const known = numbers.get(cell);
      if (known !== undefined) return known;
      numbers.set(cell, cells.length);
      return cells.push(cell) - 1;
    },
    at: (number: number) => elementAt(cells, number),
  };
}

function elementAt<Element>(elements: readonly Element[], place: number): Element {
  const element = elements[place];
  if (element === undefined) throw new RangeError('The table has no such row');
  return element;
}
