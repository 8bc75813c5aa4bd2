import type { App } from './app.ts';
import type { ModelName } from './ledger-call.ts';
import type { UsageEvent } from './usage-event.ts';

/** The currencies in which node rows were priced, by provider and model. */
export type CurrencyEvidence = {
  learn(event: UsageEvent): void;
  currenciesOf(model: ModelName): readonly string[];
  /** Every currency seen, of any model. */
  all(): readonly string[];
};

/** `pattern` is a model name in which `*` stands for any text. */
export type ModelCurrency = { readonly pattern: string; readonly currency: string };

/** How sure the currency of a statistics ledger is, which Dify always labels USD (usage-data 0.4). */
export type CurrencyBasis =
  | 'seen' // node rows of the same provider and model are priced in it
  | 'configured' // DIFY_USAGE_MODEL_CURRENCY names it
  | 'present_model' // as seen or configured, but the app may have used another model before
  | 'assumed'; // nothing is known: USD

export type LedgerCurrency = {
  readonly currency: string;
  readonly basis: CurrencyBasis;
  /** Dify's own plugin prices this provider in RMB, so that USD is probably wrong. */
  readonly likelyRmb: boolean;
};

export function gatherCurrencies(): CurrencyEvidence {
  const byModel = new Map<string, Set<string>>();
  const everywhere = new Set<string>();

  return {
    learn({ provider, model, cost }) {
      if (provider === undefined || model === undefined || cost.units === 0n) return;
      const key = modelKey(provider, model);
      const currencies = byModel.get(key) ?? new Set();
      byModel.set(key, currencies.add(cost.currency));
      everywhere.add(cost.currency);
    },
    currenciesOf: ({ provider, name }) => [...(byModel.get(modelKey(provider, name)) ?? [])],
    all: () => [...everywhere].sort(),
  };
}

/**
 * Whether the apps of a workspace may have been priced in different currencies, as far as node rows,
 * the configuration and the apps' present models show.
 */
export function mayMixCurrencies(
  apps: readonly App[],
  evidence: CurrencyEvidence,
  configured: readonly ModelCurrency[],
): boolean {
  const possible = listPossible(evidence, configured);
  for (const { model } of apps) {
    if (model === undefined) continue;
    const { currency, likelyRmb } = decideModelCurrency(model, evidence, configured);
    possible.add(likelyRmb ? 'CNY' : currency);
  }
  return possible.size > 1;
}

/**
 * Decides what the part of a chat, agent-chat or completion app's ledger is priced in whose model is
 * not known (design §6). A conversation keeps the model that it began with, however long ago, so
 * that the present one is certain only where nothing else would be another currency.
 */
export function decideLedgerCurrency(
  app: App,
  evidence: CurrencyEvidence,
  configured: readonly ModelCurrency[],
): LedgerCurrency {
  const model = app.model;
  if (model === undefined) return { currency: 'USD', basis: 'assumed', likelyRmb: false };

  const decided = decideModelCurrency(model, evidence, configured);
  if (decided.basis === 'assumed') return decided;

  const isCertain = listPossible(evidence, configured).size <= 1;
  return isCertain ? decided : { ...decided, basis: 'present_model' };
}

function listPossible(
  evidence: CurrencyEvidence,
  configured: readonly ModelCurrency[],
): Set<string> {
  return new Set([...evidence.all(), ...configured.map(({ currency }) => currency)]);
}

/** Decides what a model is priced in whose usage no row prices: seen elsewhere, configured, USD. */
export function decideModelCurrency(
  model: ModelName,
  evidence: CurrencyEvidence,
  configured: readonly ModelCurrency[],
): LedgerCurrency {
  const [seen, ...others] = evidence.currenciesOf(model);
  if (seen !== undefined && others.length === 0) {
    return { currency: seen, basis: 'seen', likelyRmb: false };
  }
  const named = configured.find(({ pattern }) => matchesPattern(model.name, pattern))?.currency;
  if (named !== undefined) return { currency: named, basis: 'configured', likelyRmb: false };
  return { currency: 'USD', basis: 'assumed', likelyRmb: isPricedInRmb(model.provider) };
}

function modelKey(provider: string, model: string): string {
  return JSON.stringify([provider, model]);
}

/** `*` stands for any text; everything else is literal. */
function matchesPattern(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return name === pattern;
  if (!name.startsWith(first)) return false;

  const last = rest.pop() ?? '';
  let position = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return name.length - last.length >= position && name.endsWith(last);
}

/** Providers whose official Dify plugin declares its prices in RMB (or, the same, CNY). */
const PRICED_IN_RMB: ReadonlySet<string> = new Set([
  'deepseek',
  'huaweicloud_maas',
  'hunyuan',
  'minimax',
  'moonshot',
  'ppio',
  'shengsuanyun',
  'siliconflow',
  'stepfun',
  'tongyi',
  'volcengine',
  'volcengine_maas',
  'yi',
  'zhipuai',
]);

function isPricedInRmb(provider: string): boolean {
  return PRICED_IN_RMB.has(provider.split('/').at(-1) ?? '');
}
