import { type Amount, sumAmounts } from './amounts.ts';
import type { App } from './app.ts';
import type { AppDetail, DetailNeeds } from './app-detail.ts';
import type { AppUsage } from './app-usage.ts';
import { type AppCertainty, sumCertainty } from './certainty.ts';
import { type Difference, mergeFindings, type Residual } from './findings.ts';
import type { ModelName } from './ledger-call.ts';
import type { LedgerCurrency } from './model-currency.ts';
import { type ModelTotals, sumModels } from './model-totals.ts';
import { nameUsers, type UserNaming } from './name-users.ts';
import { priceApp } from './price-app.ts';
import type { PricedModelUsage, PricingOptions } from './price-models.ts';
import { sumUsers, type UserTotals } from './user-totals.ts';

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

export type AppTotals = {
  readonly app: App;
  readonly amounts: readonly Amount[];
  /** Of equal tokens in each bucket; empty where the output mode shows no users. */
  readonly users: readonly UserTotals[];
  /** Of equal tokens and prices in each bucket and currency; empty where none are shown. */
  readonly models: readonly ModelTotals[];
  readonly certainty: AppCertainty;
};

/** Something in the bill that Dify does not tell and that was decided for it. */
export type Assumption =
  | {
      readonly kind: 'currency';
      readonly app: App;
      /** Undefined when it is not known either. */
      readonly model: ModelName | undefined;
      readonly currency: LedgerCurrency;
      readonly tokens: number;
    }
  | {
      /** The app's present model, which its conversations need not have used. */
      readonly kind: 'model';
      readonly app: App;
      readonly tokens: number;
    }
  | {
      readonly kind: 'bucket';
      readonly app: App;
      readonly bucket: string;
      readonly tokens: number;
    };

export type ReportOptions = PricingOptions & {
  readonly needs: DetailNeeds;
  readonly userId: UserNaming;
  /** Buckets in which work was still going on when they were read. */
  readonly unsettled?: ReadonlySet<string>;
};

const NOTHING: ReadonlySet<string> = new Set();

/** Adds up what was collected; the order of the apps and of their runs does not matter. */
export function buildUsageReport(
  collected: readonly CollectedApp[],
  options: ReportOptions,
): UsageReport {
  const sorted = collected.toSorted((left, right) =>
    left.usage.app.id < right.usage.app.id ? -1 : 1,
  );
  const nameOf = nameUsers(
    options.userId,
    sorted.map(({ usage }) => detailOf(usage)),
  );
  const apps: AppTotals[] = [];
  const assumptions: Assumption[] = [];

  for (const { usage, straddling } of sorted) {
    const { app } = usage;
    const { needs } = options;
    const detail = detailOf(usage);
    const { amounts, models, assumed } = priceApp(usage, detail, options, needs);
    const users = needs.users ? sumUsers(app.id, detail.users, amounts, nameOf) : [];
    apps.push({
      app,
      amounts,
      users,
      models: needs.models ? sumModels(app.id, models, amounts, nameOf) : [],
      certainty: sumCertainty(needs, users, models, detail.notes),
    });
    assumptions.push(
      ...assumed.map((part) => ({ kind: 'currency', app, ...part }) as const),
      ...straddling.map((part) => ({ kind: 'bucket', app, ...part }) as const),
      ...assumeModels(app, models),
    );
  }

  return {
    apps,
    assumptions,
    differences: mergeFindings(
      sorted.flatMap(({ usage, differences }) => [
        ...usage.differences,
        ...differences,
        ...findUnexplained(usage, options.unsettled ?? NOTHING),
      ]),
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
export function sumApps(apps: readonly Pick<AppTotals, 'amounts'>[]): Amount[] {
  return sumAmounts(apps.flatMap(({ amounts }) => amounts)).list();
}

const NO_DETAIL: AppDetail = { users: [], models: [], notes: [] };

function detailOf({ detail = NO_DETAIL }: AppUsage): AppDetail {
  return detail;
}

function assumeModels(app: App, models: readonly PricedModelUsage[]): Assumption[] {
  const tokens = sum(
    models
      .filter(({ certainty }) => certainty === 'assumed')
      .map(({ promptTokens, completionTokens }) => promptTokens + completionTokens),
  );
  return tokens > 0 ? [{ kind: 'model', app, tokens }] : [];
}

/** Messages with more tokens than Dify's own statistics are a difference without a known cause. */
function findUnexplained({ app, detail }: AppUsage, unsettled: ReadonlySet<string>): Difference[] {
  const notes = detail?.notes.filter(({ cause }) => cause === 'messages_exceed_ledger') ?? [];
  return notes.map(({ bucket, tokens }) => ({
    appId: app.id,
    bucket,
    cause: unsettled.has(bucket) ? 'runs_in_progress' : 'unexplained',
    tokens: -tokens,
    runs: 0,
  }));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
