import { combinations } from './combinations.ts';
import { type LedgerCall, sumCallTokens } from './ledger-call.ts';

/** `explore` is production, `debugger` is not billed; no list tells them apart (usage-data G.5). */
export type ConsoleOrigin = 'explore' | 'debugger';

/** A stretch of time: every listed call of it, and what the debugger-free statistics count there. */
export type CountedStretch = {
  readonly calls: readonly LedgerCall[];
  readonly count: number;
  /** Undefined when it was not asked. */
  readonly tokens: number | undefined;
};

/**
 * Tells which console conversations the statistics of a stretch contain. A conversation is of one
 * origin for good, so that what one minute shows holds for all of them.
 *
 * What every explanation of the figures has in common is returned; where deleted messages spoil
 * them there is no explanation, and nothing.
 */
export function tellOrigins(
  { calls, count, tokens }: CountedStretch,
  known: ReadonlyMap<string, ConsoleOrigin>,
): Map<string, ConsoleOrigin> {
  const isBilled = ({ isConsole, conversationId }: LedgerCall) =>
    !isConsole || known.get(conversationId) === 'explore';
  const billed = calls.filter(isBilled);
  const unknown = unknownConversations(calls, known);
  const extraCount = count - billed.length;
  const extraTokens = tokens === undefined ? undefined : tokens - sumCallTokens(billed);

  const ids = [...unknown.keys()];
  const choices = combinations(ids.map(() => ORIGINS)) ?? [
    ids.map(() => 'debugger' as const),
    ids.map(() => 'explore' as const),
  ];
  const explanations = choices.filter((choice) => {
    const explored = ids.filter((_, place) => choice[place] === 'explore');
    const chosen = explored.flatMap((id) => unknown.get(id) ?? []);
    if (chosen.length !== extraCount) return false;
    const hasUnread = [...billed, ...chosen].some((call) => call.tokens === undefined);
    return extraTokens === undefined || hasUnread || sumCallTokens(chosen) === extraTokens;
  });

  const told = new Map<string, ConsoleOrigin>();
  for (const [place, id] of ids.entries()) {
    const origins = new Set(explanations.map((choice) => choice[place]));
    const [origin] = origins;
    if (origins.size === 1 && origin !== undefined) told.set(id, origin);
  }
  return told;
}

/** Whether a stretch is free of doubt: nothing of the console in it, or all of it. */
export function tellAllOrNone(
  stretch: CountedStretch,
  known: ReadonlyMap<string, ConsoleOrigin>,
): Map<string, ConsoleOrigin> {
  const told = tellOrigins(stretch, known);
  const isComplete = told.size === unknownConversations(stretch.calls, known).size;
  return isComplete && new Set(told.values()).size === 1 ? told : new Map();
}

export function unknownConversations(
  calls: readonly LedgerCall[],
  known: ReadonlyMap<string, ConsoleOrigin>,
): Map<string, LedgerCall[]> {
  const unknown = new Map<string, LedgerCall[]>();
  for (const call of calls) {
    if (!call.isConsole || known.has(call.conversationId)) continue;
    const own = unknown.get(call.conversationId);
    if (own === undefined) unknown.set(call.conversationId, [call]);
    else own.push(call);
  }
  return unknown;
}

const ORIGINS: readonly ConsoleOrigin[] = ['debugger', 'explore'];
