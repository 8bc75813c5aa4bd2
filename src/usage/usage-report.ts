import type { Instant } from '../period/period.ts';
import { type Amount, sumAmounts } from './amounts.ts';
import type { App } from './app.ts';
import type { AppUsage } from './app-usage.ts';
import { type Difference, mergeFindings, type Residual } from './findings.ts';
import {
  type CurrencyEvidence,
  decideLedgerCurrency,
  type LedgerCurrency,
  type ModelCurrency,
} from './model-currency.ts';

/** One app that was read whole. */
export type CollectedApp = {
  readonly usage: AppUsage;
  readonly differences: readonly Difference[];
  readonly residuals: readonly Residual[];
  /** Ledger tokens of a stretch that Dify cannot divide between two buckets. */
  readonly straddling: readonly { readonly bucket: string; readonly tokens: number }[];
};

/** The bill of a period before it is put into a receiver's words. */
export type UsageReport = {
  readonly apps: readonly AppTotals[];
  readonly differences: readonly Difference[];
  readonly residuals: readonly Residual[];
  readonly assumptions: readonly Assumption[];
  readonly maybeDebug: { readonly runs: number; readonly tokens: number };
  readonly unfinishedRuns: number;
};

export type AppTotals = { readonly app: App; readonly amounts: readonly Amount[] };

/** Something in the bill that Dify does not tell and that was decided for it. */
export type Assumption =
  | {
      readonly kind: 'currency';
      readonly app: App;
      readonly currency: LedgerCurrency;
      readonly tokens: number;
    }
  | {
      readonly kind: 'bucket';
      readonly app: App;
      readonly bucket: string;
      readonly tokens: number;
    };

export type ReportOptions = {
  readonly currencies: CurrencyEvidence;
  readonly modelCurrencies: readonly ModelCurrency[];
  readonly periodStart: Instant;
};

/** Adds up what was collected; the order of the apps and of their runs does not matter. */
export function buildUsageReport(
  collected: readonly CollectedApp[],
  options: ReportOptions,
): UsageReport {
  const sorted = collected.toSorted((left, right) =>
    left.usage.app.id < right.usage.app.id ? -1 : 1,
  );
  const apps: AppTotals[] = [];
  const assumptions: Assumption[] = [];

  for (const { usage, straddling } of sorted) {
    const { app } = usage;
    const { amounts, assumption } = priceLedger(usage, options);
    apps.push({ app, amounts });
    if (assumption !== undefined) assumptions.push(assumption);
    assumptions.push(...straddling.map((part) => ({ kind: 'bucket', app, ...part }) as const));
  }

  return {
    apps,
    assumptions,
    differences: mergeFindings(
      sorted.flatMap(({ usage, differences }) => [...usage.differences, ...differences]),
    ),
    residuals: mergeFindings(
      sorted.flatMap(({ usage, residuals }) => [...usage.residuals, ...residuals]),
    ),
    maybeDebug: {
      runs: sum(sorted.map(({ usage }) => usage.maybeDebug.runs)),
      tokens: sum(sorted.map(({ usage }) => usage.maybeDebug.tokens)),
    },
    unfinishedRuns: sum(sorted.map(({ usage }) => usage.unfinishedRuns)),
  };
}

/** Sums of several apps, per bucket and currency. */
export function sumApps(apps: readonly AppTotals[]): Amount[] {
  return sumAmounts(apps.flatMap(({ amounts }) => amounts)).list();
}

/** Leaf rows carry their currency; the ledger gets the one that is decided for the app. */
function priceLedger(
  { app, amounts, ledger }: AppUsage,
  { currencies, modelCurrencies, periodStart }: ReportOptions,
): { readonly amounts: readonly Amount[]; readonly assumption: Assumption | undefined } {
  const tokens = sum(ledger.map(({ totalTokens }) => totalTokens));
  const isPriced = ledger.some(({ units }) => units !== undefined && units > 0n);
  const decided = decideLedgerCurrency(app, currencies, modelCurrencies, periodStart);

  const total = sumAmounts(amounts);
  for (const { bucket, totalTokens, units = 0n } of ledger) {
    total.add(bucket, totalTokens, { currency: decided.currency, units });
  }
  const isCertain = decided.basis === 'seen' || decided.basis === 'configured';
  return {
    amounts: total.list().filter(({ tokens, units }) => tokens > 0 || units > 0n),
    assumption:
      isPriced && !isCertain ? { kind: 'currency', app, currency: decided, tokens } : undefined,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
