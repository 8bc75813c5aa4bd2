import { addModelUsage } from './add-model-usage.ts';
import { type DividedBlock, type DividedUsage, toPart } from './divide-block.ts';
import { type FoundChoice, findChoice } from './divide-price.ts';
import type { DivideRules } from './divide-rules.ts';
import { hasAny } from './has-any.ts';
import type { LedgerBlock } from './ledger-block.ts';
import { compareCalls, hasSpent, isUnread, type LedgerCall, sumCallTokens } from './ledger-call.ts';
import { mergeBlock, partKey } from './merge-detail.ts';
import { priceTokens, type UnitPrice } from './unit-prices.ts';
import { where } from './where.ts';

/**
 * Divides a block that holds nothing but calls whose tokens are known and whose unit prices make its
 * price to the last unit: as `divideBlock` does and already merged, but call by call, so that never
 * are all of them held. Undefined for any other block.
 */
export function divideWhole(block: LedgerBlock, rules: DivideRules): DividedBlock | undefined {
  if (block.tokens === 0 || !holdsOnlyRead(block)) return undefined;

  const spending = where(block.calls, hasSpent);
  const found = rules.withPrices ? findChoice(block, spending, rules) : FREE;
  if (found?.stray !== 0n) return undefined;
  const parts = divide(block, spending, found, rules);
  const assumed = parts.filter(({ certainty }) => certainty === 'assumed');
  const notes = assumed.map((part) => ({
    bucket: block.bucket,
    cause: 'model_assumed' as const,
    tokens: part.promptTokens + part.completionTokens,
    units: part.promptUnits + part.completionUnits,
  }));
  return mergeBlock({ parts, notes });
}

const FREE: FoundChoice = { priceOf: () => undefined, stray: 0n };

function holdsOnlyRead({ calls, tokens }: LedgerBlock): boolean {
  return !hasAny(calls, isUnread) && sumCallTokens(calls) === tokens;
}

/** In the order of the first call of each, which names the user. */
function divide(
  block: LedgerBlock,
  calls: Iterable<LedgerCall>,
  { priceOf }: FoundChoice,
  rules: DivideRules,
): DividedUsage[] {
  const merged = new Map<string, { readonly part: DividedUsage; readonly first: LedgerCall }>();
  for (const call of calls) {
    const part = partOf(block, call, priceOf(call), rules);
    const key = partKey(part);
    const known = merged.get(key);
    const first = known === undefined || compareCalls(call, known.first) < 0 ? call : known.first;
    const sum = known === undefined ? part : addModelUsage(known.part, part);
    merged.set(key, { part: { ...sum, user: first.user }, first });
  }
  return [...merged.values()]
    .sort((one, other) => compareCalls(one.first, other.first))
    .map(({ part }) => part);
}

/** All that it spent is its own. */
function partOf(
  block: LedgerBlock,
  call: LedgerCall,
  price: UnitPrice | undefined,
  rules: DivideRules,
): DividedUsage {
  const { prompt = 0, completion = 0 } = call.tokens ?? {};
  const promptUnits = price === undefined ? 0n : priceTokens(prompt, price.prompt);
  const completionUnits = price === undefined ? 0n : priceTokens(completion, price.completion);
  return toPart(block, { call, prompt, completion, estimate: undefined }, rules, {
    promptUnits,
    completionUnits,
    certainty: 'exact',
  });
}
