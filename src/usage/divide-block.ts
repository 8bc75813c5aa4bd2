import type { DetailNote, ModelUsage } from './app-detail.ts';
import { dividePrice, type SharePrice, unsplitPrice } from './divide-price.ts';
import type { DivideRules } from './divide-rules.ts';
import { type BlockShare, divideTokens, shareTokens } from './divide-tokens.ts';
import type { LedgerBlock } from './ledger-block.ts';

export type DividedBlock = {
  readonly parts: readonly DividedUsage[];
  readonly notes: readonly DetailNote[];
};

/** `hasExactTokens` is of the tokens alone: their price may be allocated all the same. */
export type DividedUsage = ModelUsage & { readonly hasExactTokens: boolean };

/**
 * Divides a block among its users and models. The parts add up to the block exactly, in tokens
 * and in units, whatever is known: what nobody can be found for is nobody's.
 *
 * A price is exact when all of it is one pair's, or when unit prices reproduce it; else it is
 * allocated in proportion (design §6).
 */
export function divideBlock(block: LedgerBlock, rules: DivideRules): DividedBlock {
  const { shares, notes } = divideTokens(block, rules);
  const spending = shares.filter((share) => shareTokens(share) > 0);
  if (spending.length === 0) {
    const nobody = { call: undefined, prompt: 0, completion: 0, estimate: undefined };
    const parts =
      block.units > 0n && rules.withPrices
        ? [toPart(block, nobody, rules, unsplitPrice(block.units))]
        : [];
    return { parts, notes };
  }

  const prices = rules.withPrices
    ? dividePrice(block, spending, rules)
    : spending.map(() => unsplitPrice(0n));
  const divided = spending.map((share, place) => {
    const price = prices[place] ?? unsplitPrice(0n);
    const part = toPart(block, share, rules, price);
    return { part, notes: notePart(part, share, price, rules) };
  });
  return {
    parts: divided.map(({ part }) => part),
    notes: [...notes, ...divided.flatMap((one) => one.notes)],
  };
}

/** What a call spent, or what nobody's call did. */
export function toPart(
  { bucket }: LedgerBlock,
  { call, prompt, completion, estimate }: BlockShare,
  { modelOf, withPrices }: DivideRules,
  { promptUnits, completionUnits, certainty }: SharePrice,
): DividedUsage {
  const model = call === undefined || !withPrices ? undefined : modelOf(call);
  return {
    bucket,
    user: call?.user,
    provider: model?.provider,
    model: model?.name,
    currency: undefined,
    promptTokens: prompt,
    completionTokens: completion,
    promptUnits,
    completionUnits,
    executions: call === undefined ? 0 : 1,
    certainty: model?.isAssumed ? 'assumed' : estimate === undefined ? certainty : 'allocated',
    hasExactTokens: estimate === undefined,
  };
}

function notePart(
  part: ModelUsage,
  { estimate }: BlockShare,
  price: SharePrice,
  { withPrices }: DivideRules,
): DetailNote[] {
  const { bucket, user, model, certainty } = part;
  const tokens = part.promptTokens + part.completionTokens;
  const units = part.promptUnits + part.completionUnits;
  const causes: DetailNote['cause'][] = [];
  if (estimate === 'divided') causes.push('allocated_by_generation');
  else if (estimate === undefined && price.certainty === 'allocated')
    causes.push('allocated_by_tokens');
  if (certainty === 'assumed') causes.push('model_assumed');
  if (withPrices && user !== undefined && model === undefined) causes.push('model_unknown');
  return causes.map((cause) => ({ bucket, cause, tokens, units }));
}
