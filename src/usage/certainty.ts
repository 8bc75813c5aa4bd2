import type { Certainty, DetailNeeds, DetailNote } from './app-detail.ts';
import type { Money } from './money.ts';
import type { PricedModelUsage } from './price-models.ts';
import type { UserTotals } from './user-totals.ts';

/** How well it is known whose an app's figures are, and which model's. */
export type AppCertainty = {
  /** `exact` first, then what is less; only what there is. */
  readonly parts: readonly CertaintyPart[];
  /**
   * The same of users alone, without prices: a part whose model is unknown or assumed does not say
   * how its users are known. Empty where no users are shown.
   */
  readonly users: readonly CertaintyPart[];
  /** Why not all of it is exact; by bucket. */
  readonly notes: readonly DetailNote[];
};

export type CertaintyPart = {
  readonly kind: CertaintyKind;
  readonly tokens: number;
  /** By currency; empty in an output mode without models, which has no prices. */
  readonly prices: readonly Money[];
};

/** `unattributed`: no model is known, or no user where users are shown. */
export type CertaintyKind = Certainty | 'unattributed';

const KINDS = ['exact', 'allocated', 'assumed', 'unattributed'] as const;

/** Sums up the models where they are asked for, since each has its user; else the users. */
export function sumCertainty(
  needs: DetailNeeds,
  users: readonly UserTotals[],
  models: readonly PricedModelUsage[],
  notes: readonly DetailNote[],
): AppCertainty {
  const ofUsers = sumFacts(users.flatMap(toUserFacts));
  const parts = needs.models ? sumFacts(models.map((usage) => toModelFact(usage, needs))) : ofUsers;
  return { parts, users: ofUsers, notes: mergeNotes(notes) };
}

function sumFacts(facts: readonly Fact[]): CertaintyPart[] {
  return KINDS.flatMap((kind) => {
    const own = facts.filter((fact) => fact.kind === kind);
    const tokens = own.reduce((sum, fact) => sum + fact.tokens, 0);
    const prices = sumPrices(own.flatMap(({ price }) => (price === undefined ? [] : [price])));
    return tokens > 0 || prices.length > 0 ? [{ kind, tokens, prices }] : [];
  });
}

type Fact = {
  readonly kind: CertaintyKind;
  readonly tokens: number;
  readonly price: Money | undefined;
};

function toModelFact(usage: PricedModelUsage, needs: DetailNeeds): Fact {
  const { user, provider, model, currency, certainty } = usage;
  const isModelKnown = provider !== undefined && model !== undefined;
  const isKnown = isModelKnown && (user !== undefined || !needs.users);
  return {
    kind: isKnown ? certainty : 'unattributed',
    tokens: usage.promptTokens + usage.completionTokens,
    price: { currency, units: usage.promptUnits + usage.completionUnits },
  };
}

function toUserFacts(totals: UserTotals): Fact[] {
  const { promptTokens, completionTokens, allocatedTokens, unattributedTokens } = totals;
  const exactTokens = promptTokens + completionTokens - allocatedTokens - unattributedTokens;
  const price = undefined;
  return [
    { kind: 'exact', tokens: exactTokens, price },
    { kind: 'allocated', tokens: allocatedTokens, price },
    { kind: 'unattributed', tokens: unattributedTokens, price },
  ];
}

function sumPrices(prices: readonly Money[]): Money[] {
  const sums = new Map<string, bigint>();
  for (const { currency, units } of prices) {
    sums.set(currency, (sums.get(currency) ?? 0n) + units);
  }
  return [...sums]
    .filter(([, units]) => units > 0n)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([currency, units]) => ({ currency, units }));
}

function mergeNotes(notes: readonly DetailNote[]): DetailNote[] {
  const merged = new Map<string, DetailNote>();
  for (const note of notes) {
    const key = JSON.stringify([note.bucket, note.cause]);
    const sum = merged.get(key) ?? { ...note, tokens: 0, units: 0n };
    merged.set(key, { ...sum, tokens: sum.tokens + note.tokens, units: sum.units + note.units });
  }
  return [...merged].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, note]) => note);
}
