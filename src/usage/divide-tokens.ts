import { allocateTokens } from './allocate.ts';
import type { DetailNote } from './app-detail.ts';
import { type DivideRules, pairKey } from './divide-rules.ts';
import type { LedgerBlock } from './ledger-block.ts';
import { compareCalls, type LedgerCall, sumCallTokens } from './ledger-call.ts';

/** A call's tokens of a block; without a call they are nobody's. */
export type BlockShare = {
  readonly call: LedgerCall | undefined;
  readonly prompt: number;
  readonly completion: number;
  /**
   * Why the tokens are not simply the call's own: `divided` by generation among several, or cut to
   * what the ledger has.
   */
  readonly estimate: 'divided' | 'cut' | undefined;
};

/**
 * Gives the tokens of a block to its calls: their own, where they are listed; what a block of
 * unread generations has, by generation; and what is left over, to nobody.
 */
export function divideTokens(
  block: LedgerBlock,
  rules: DivideRules,
): { shares: BlockShare[]; notes: DetailNote[] } {
  const calls = [...block.calls].sort(compareCalls);
  const unread = calls.filter(({ tokens }) => tokens === undefined);
  const rest = block.tokens - sumCallTokens(calls);
  const note = (cause: DetailNote['cause'], tokens: number): DetailNote => ({
    bucket: block.bucket,
    cause,
    tokens,
    units: 0n,
  });

  const read = trim(calls, Math.max(-rest, 0));
  if (rest < 0) return { shares: read, notes: [note('messages_exceed_ledger', -rest)] };
  if (rest === 0) return { shares: read, notes: [] };
  if (unread.length === 0) {
    const nobody: BlockShare = {
      call: undefined,
      prompt: rest,
      completion: 0,
      estimate: undefined,
    };
    return { shares: [...read, nobody], notes: [note('ledger_exceeds_messages', rest)] };
  }

  const takers = [...unread, ...Array.from({ length: block.hiddenCalls }, () => undefined)];
  const isMixed = new Set(takers.map((call) => pairKey(call, rules))).size > 1;
  const estimate = isMixed ? 'divided' : undefined;
  const parts = allocateTokens(
    rest,
    takers.map(() => 1),
  );
  const divided = takers.map(
    (call, place): BlockShare => ({ call, prompt: parts[place] ?? 0, completion: 0, estimate }),
  );
  return { shares: [...read, ...divided], notes: [] };
}

/**
 * The calls' own tokens, less what the ledger does not have: the newest ones lose first, since a
 * message that was being answered while we read got its tokens after the ledger was told. It may
 * have been another one, so that none of them is exact then.
 */
function trim(calls: readonly LedgerCall[], excess: number): BlockShare[] {
  let left = excess;
  const estimate = excess > 0 ? 'cut' : undefined;
  const shares: BlockShare[] = [];
  for (const call of calls.toReversed()) {
    if (call.tokens === undefined) continue;
    const completion = Math.max(call.tokens.completion - left, 0);
    left -= call.tokens.completion - completion;
    const prompt = Math.max(call.tokens.prompt - left, 0);
    left -= call.tokens.prompt - prompt;
    shares.push({ call, prompt, completion, estimate });
  }
  return shares.reverse();
}

export function shareTokens({ prompt, completion }: BlockShare): number {
  return prompt + completion;
}
