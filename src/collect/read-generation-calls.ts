import type { Generation } from '../dify/completion-conversations.ts';
import { type MinuteCell, windowOfCells } from '../period/minute-cell.ts';
import type { Period } from '../period/period.ts';
import type { App } from '../usage/app.ts';
import type { CollectScope } from './collect-scope.ts';
import { isConfigurationOf } from './find-conversation-models.ts';
import type { ListedCall } from './listed-call.ts';
import type { MinuteStatistics } from './minute-statistics.ts';
import { type CallTable, tabulateCalls } from './tabulate-calls.ts';

/** The message is stored after its conversation, so that rounding may put it a second later. */
const MESSAGE_MAY_BE_LATER_MS = 1000;

/** The generations of a completion app that the ledger's windows hold, debugger ones included. */
export async function readGenerationCalls(
  scope: CollectScope,
  app: App,
  span: Period,
  statistics: MinuteStatistics,
): Promise<CallTable> {
  const { reader, findCell, accountTimeZone } = scope;
  const placed: Placed[] = [];
  const onBoundary = new Map<number, BoundaryGeneration[]>();

  const early = { ...span, start: span.start - MESSAGE_MAY_BE_LATER_MS };
  for await (const generation of reader.readGenerations(early, accountTimeZone)) {
    const at = generation.createdAt;
    const cell = findCell(at);
    const later = findCell(at + MESSAGE_MAY_BE_LATER_MS);
    if (cell !== undefined && isTogether(cell, later)) {
      const { from, bucket, window } = cell;
      placed.push({ generation, cell: { from, to: later.to, bucket, window } });
    } else {
      onBoundary.set(at, [...(onBoundary.get(at) ?? []), { generation, cell, later }]);
    }
  }
  for (const generations of onBoundary.values()) {
    placed.push(...(await placeOnBoundary(generations, placed, accountTimeZone, statistics)));
  }
  return tabulateCalls(joinOverlapping(placed).map((one) => toCall(scope, app, one)));
}

type Placed = { readonly generation: Generation; readonly cell: MinuteCell };

/** Begun in the last second of a bucket: its message may be in the next one. */
type BoundaryGeneration = {
  readonly generation: Generation;
  readonly cell: MinuteCell | undefined;
  readonly later: MinuteCell | undefined;
};

function isTogether(cell: MinuteCell, later: MinuteCell | undefined): later is MinuteCell {
  return later !== undefined && later.bucket === cell.bucket && later.window === cell.window;
}

/**
 * The minute on the one side of the boundary counts its messages: those beyond the generations
 * that are listed there came from the other side. In doubt nothing is moved.
 */
async function placeOnBoundary(
  generations: readonly BoundaryGeneration[],
  placed: readonly Placed[],
  accountTimeZone: string,
  statistics: MinuteStatistics,
): Promise<Placed[]> {
  const [first] = generations;
  const asked = first?.later ?? first?.cell;
  if (first === undefined || asked === undefined) return [];

  const within = ({ createdAt }: Generation) => asked.from <= createdAt && createdAt < asked.to;
  const listed = placed.filter(({ generation }) => within(generation));
  const hasConsole = [...listed, ...generations].some(({ generation }) => generation.isConsole);
  const count = hasConsole
    ? undefined
    : await statistics.messages(windowOfCells(asked, asked, accountTimeZone), asked.bucket);
  const isAskedSide = count === listed.length + generations.length;
  const isOtherSide = count === listed.length;
  const isLater = first.later === undefined ? isOtherSide : isAskedSide;
  return generations.flatMap(({ generation, cell, later }) => {
    const side = isLater ? later : cell;
    return side === undefined ? [] : [{ generation, cell: side }];
  });
}

/** Cells that reach into each other can only be asked together. */
function joinOverlapping(placed: readonly Placed[]): Placed[] {
  const joined: Placed[] = [];
  let group: Placed[] = [];
  let whole: MinuteCell | undefined;
  const close = () => {
    const cell = whole;
    if (cell !== undefined) joined.push(...group.map(({ generation }) => ({ generation, cell })));
    group = [];
  };

  for (const one of placed.toSorted(compareCells)) {
    const { cell } = one;
    const overlaps = whole !== undefined && cell.bucket === whole.bucket && cell.from < whole.to;
    if (whole === undefined || !overlaps) {
      close();
      whole = cell;
    } else {
      whole = { ...whole, to: Math.max(whole.to, cell.to) };
    }
    group.push(one);
  }
  close();
  return joined;
}

function compareCells({ cell: left }: Placed, { cell: right }: Placed): number {
  if (left.bucket !== right.bucket) return left.bucket < right.bucket ? -1 : 1;
  return left.from - right.from;
}

const MINUTE_MS = 60_000;

/**
 * Whoever generates gets the app's configuration of that moment. Generations of a minute are taken
 * to share their model where neither the list nor a save of the configuration sets them apart; only
 * the debugger may try another one.
 */
function toCall(
  { session }: CollectScope,
  { model }: App,
  { generation, cell }: Placed,
): ListedCall {
  const { createdAt } = generation;
  const mayBeDebugger = generation.isConsole && !session.traits.statisticsLeaveOutDebugger;
  const isPresent = model !== undefined && isConfigurationOf(model, createdAt);
  const minute = Math.floor(createdAt / MINUTE_MS);
  return {
    id: generation.id,
    conversationId: generation.id,
    modelKey: JSON.stringify([minute, mayBeDebugger, generation.model ?? isPresent]),
    at: createdAt,
    bucket: cell.bucket,
    user: generation.user,
    isConsole: generation.isConsole,
    tokens: undefined,
    cell,
    conversation: generation,
  };
}
