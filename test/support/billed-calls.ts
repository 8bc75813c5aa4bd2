import Big from 'big.js';
import type { Aggregation } from '../../src/period/period.ts';
import { billedLeaves, ledgerMessages, modesOf, personOf } from './billed-rows.ts';
import type { Oracle, OracleLeaf, OracleMessage, RecordedVersion } from './fake-dify/load-world.ts';
import { presetOf } from './fake-dify/presets.ts';
import { labelPeriods, OCTOBER } from './label-periods.ts';

/** How a bill of October 2026 is cut. */
export type BillOptions = {
  readonly version: RecordedVersion;
  readonly timeZone: string;
  readonly aggregation: Aggregation;
};

/** Tokens that somebody spent on a model, as PostgreSQL knows it. */
export type BilledCall = {
  readonly atMs: number;
  readonly period: string;
  readonly appId: string;
  readonly mode: string;
  /** `end_user ID` or `account ID`. */
  readonly person: string;
  readonly provider: string;
  readonly model: string;
  readonly currency: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly price: Big;
};

/** How the nodes were configured whose rows name no model: agents, and classifiers of 0.15.3. */
const MODELS_OF_NODES: Readonly<Record<string, string>> = {
  ag: 'gpt-4o',
  qc: 'gpt-4o',
  pe: 'gpt-4o-mini',
};

/** Every call that must be in the bill. */
export function billedCalls(oracle: Oracle, options: BillOptions): BilledCall[] {
  const modes = modesOf(oracle);
  const labelOf = labelPeriods(options);
  const toCommon = (atUs: number, appId: string) => ({
    atMs: atUs / 1000,
    period: labelOf(atUs),
    appId,
    mode: modes.get(appId) ?? '',
  });
  const ofMessages = ledgerMessages(oracle, options.version).map((message) => ({
    ...toCommon(message.createdAtUs, message.appId),
    ...toMessageCall(message, modes),
  }));
  const ofNodes = billedLeaves(oracle, options.version).map((leaf) => ({
    ...toCommon(leaf.runCreatedAtUs ?? 0, leaf.appId),
    ...toNodeCall(leaf, presetOf(options.version).provider),
  }));
  return [...ofMessages, ...ofNodes].filter(
    ({ period, promptTokens, completionTokens, price }) =>
      OCTOBER[options.aggregation].has(period) &&
      (promptTokens + completionTokens > 0 || price.gt(0)),
  );
}

export function tokensOf({ promptTokens, completionTokens }: BilledCall): number {
  return promptTokens + completionTokens;
}

/** The price in units of 0.0000001. */
export function unitsOf({ price }: BilledCall): bigint {
  return BigInt(price.times(10_000_000).toFixed());
}

/** No list of a completion app splits its tokens. */
function toMessageCall(message: OracleMessage, modes: ReadonlyMap<string, string>) {
  const { appId, messageTokens, answerTokens } = message;
  const isSplit = modes.get(appId) !== 'completion';
  return {
    person: personOf(message),
    provider: message.modelProvider ?? '?',
    model: message.modelId ?? '?',
    currency: toCurrency(message.currency),
    promptTokens: isSplit ? messageTokens : messageTokens + answerTokens,
    completionTokens: isSplit ? answerTokens : 0,
    price: new Big(message.totalPrice),
  };
}

function toNodeCall(leaf: OracleLeaf, usualProvider: string) {
  const { promptTokens, completionTokens, totalTokens } = leaf;
  const total = totalTokens ?? 0;
  const isSplit = (promptTokens ?? 0) + (completionTokens ?? 0) === total;
  return {
    person: `${leaf.createdByRole} ${leaf.createdBy}`,
    provider: leaf.provider ?? usualProvider,
    model: leaf.model ?? MODELS_OF_NODES[leaf.nodeId] ?? '?',
    currency: toCurrency(leaf.currency ?? 'USD'),
    promptTokens: isSplit ? (promptTokens ?? 0) : total,
    completionTokens: isSplit ? (completionTokens ?? 0) : 0,
    price: new Big(leaf.totalPrice ?? 0).round(7, Big.roundHalfUp),
  };
}

function toCurrency(currency: string): string {
  return currency === 'RMB' ? 'CNY' : currency;
}
