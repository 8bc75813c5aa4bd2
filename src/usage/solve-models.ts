import type { AppModel } from './app.ts';
import { combinations } from './combinations.ts';
import { type LedgerBlock, reproducesPrice } from './ledger-block.ts';
import { type ModelName, modelNameKey, sumCallTokens } from './ledger-call.ts';
import type { UnitPrice } from './unit-prices.ts';

export type ModelPuzzle = {
  readonly blocks: readonly LedgerBlock[];
  /** By the model key of the calls. */
  readonly known: ReadonlyMap<string, ModelName>;
  /** Models that the workspace's node rows priced. */
  readonly prices: readonly UnitPrice[];
  readonly present: AppModel | undefined;
  readonly unitsPerCall: number;
};

/**
 * Finds the models that alone explain the price of their blocks (design §6): the present model and
 * all whose unit prices are known are tried, in every combination that is not too many.
 *
 * Nothing is decided while the present model's own price is not known, since it may cost the
 * same as another one.
 */
export function solveModels(puzzle: ModelPuzzle): Map<string, ModelName> {
  if (!canSolve(puzzle)) return new Map();

  const options = new Map<string, readonly UnitPrice[]>();
  const hasEvidence = new Set<string>();
  const optionsOf = (key: string): readonly UnitPrice[] =>
    options.get(key) ?? pricesOf(puzzle, key);

  let hasProgress = true;
  while (hasProgress) {
    hasProgress = false;
    for (const block of puzzle.blocks) {
      const keys = keysOf(block);
      if (keys.every((key) => puzzle.known.has(key) || isDecided(optionsOf(key), hasEvidence, key)))
        continue;

      const fitting = findFitting(block, keys, optionsOf, puzzle.unitsPerCall);
      if (fitting.length === 0) continue;
      for (const [place, key] of keys.entries()) {
        const left = new Set(fitting.map((choice) => choice[place]));
        const before = optionsOf(key);
        const after = before.filter((price) => left.has(price));
        hasProgress ||= after.length < before.length || !hasEvidence.has(key);
        options.set(key, after);
        hasEvidence.add(key);
      }
    }
  }

  const solved = new Map<string, ModelName>();
  for (const key of hasEvidence) {
    const [first] = optionsOf(key);
    if (puzzle.known.has(key) || first === undefined || !isOneModel(optionsOf(key))) continue;
    solved.set(key, { provider: first.provider, name: first.model });
  }
  return solved;
}

/**
 * The keys of `probable` models whose known unit prices do not make the price of their block:
 * they were other ones.
 */
export function findRefuted(
  { known, ...puzzle }: ModelPuzzle,
  probable: ReadonlyMap<string, ModelName>,
): Set<string> {
  const supposed = { ...puzzle, known: new Map([...probable, ...known]) };
  const refuted = new Set<string>();
  for (const block of puzzle.blocks) {
    const keys = keysOf(block);
    const isTold = keys.every(
      (key) => supposed.known.has(key) && pricesOf(supposed, key).length > 0,
    );
    if (!isTold || block.hiddenCalls > 0 || hasTokensOfOthers(block)) continue;
    if (listFitting(block, keys, (key) => pricesOf(supposed, key), puzzle.unitsPerCall).length > 0)
      continue;
    for (const key of keys) if (probable.has(key)) refuted.add(key);
  }
  return refuted;
}

function hasTokensOfOthers({ calls, tokens }: LedgerBlock): boolean {
  return calls.every((call) => call.tokens !== undefined) && sumCallTokens(calls) !== tokens;
}

/** Whether an unknown model can be told from its price at all. */
export function canSolve({ prices, present }: Pick<ModelPuzzle, 'prices' | 'present'>): boolean {
  if (present === undefined) return prices.length > 0;
  return pricesOfModel(prices, present).length > 0;
}

export function pricesOfModel(prices: readonly UnitPrice[], model: ModelName): UnitPrice[] {
  return prices.filter((price) => price.provider === model.provider && price.model === model.name);
}

function pricesOf({ known, prices }: ModelPuzzle, key: string): readonly UnitPrice[] {
  const model = known.get(key);
  return model === undefined ? prices : pricesOfModel(prices, model);
}

const TELLING_MULTIPLE = 10n;

function keysOf({ calls }: LedgerBlock): string[] {
  const spending = calls.filter(
    ({ tokens }) => tokens === undefined || tokens.prompt + tokens.completion > 0,
  );
  return [...new Set(spending.map(({ modelKey }) => modelKey))];
}

function findFitting(
  block: LedgerBlock,
  keys: readonly string[],
  optionsOf: (key: string) => readonly UnitPrice[],
  unitsPerCall: number,
): UnitPrice[][] {
  if (block.tokens === 0 || block.hiddenCalls > 0) return [];

  // Nearly nothing fits everything: only a price far above its own rounding tells models apart.
  const rounding = BigInt(block.calls.length * unitsPerCall);
  if (block.units <= rounding * TELLING_MULTIPLE) return [];
  return listFitting(block, keys, optionsOf, unitsPerCall);
}

function listFitting(
  block: LedgerBlock,
  keys: readonly string[],
  optionsOf: (key: string) => readonly UnitPrice[],
  unitsPerCall: number,
): UnitPrice[][] {
  const spending = new Set(keys);
  const part = { ...block, calls: block.calls.filter(({ modelKey }) => spending.has(modelKey)) };
  const choices = combinations(keys.map(optionsOf)) ?? [];
  return choices.filter((choice) =>
    reproducesPrice(part, ({ modelKey }) => choice[keys.indexOf(modelKey)], unitsPerCall),
  );
}

function isDecided(
  options: readonly UnitPrice[],
  evidence: ReadonlySet<string>,
  key: string,
): boolean {
  return evidence.has(key) && options.length <= 1;
}

function isOneModel(options: readonly UnitPrice[]): boolean {
  return (
    new Set(options.map(({ provider, model }) => modelNameKey({ provider, name: model }))).size ===
    1
  );
}
