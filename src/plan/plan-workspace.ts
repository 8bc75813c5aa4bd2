import { type AppFailure, toAppFailure } from '../collect/app-failure.ts';
import { listDeletedApps } from '../collect/deleted-apps.ts';
import { forEachConcurrently } from '../collect/for-each-concurrently.ts';
import { ledgerNeeds } from '../collect/ledger-needs.ts';
import type { CacheOptions } from '../collect/open-reader.ts';
import { fetchApps } from '../dify/app-list.ts';
import { type App, isNodeBased } from '../usage/app.ts';
import type { DetailNeeds } from '../usage/app-detail.ts';
import {
  type CurrencyEvidence,
  gatherCurrencies,
  type ModelCurrency,
} from '../usage/model-currency.ts';
import { type AppExpectation, expectationOf } from './app-expectation.ts';
import { listAppRequests, listSessionRequests, sumRequests } from './app-requests.ts';
import { type Estimate, estimate } from './estimates.ts';
import { type KnownFacts, NOTHING_KNOWN, openKnownFacts } from './known-facts.ts';
import { measureApp } from './measure-app.ts';
import type { PlanScope } from './plan-scope.ts';

/** What is expected of one app. */
export type AppPlan =
  | {
      readonly kind: 'planned';
      readonly app: App;
      readonly expects: AppExpectation;
      readonly requests: Estimate;
    }
  /** Nobody knows what it costs. */
  | AppFailure
  /** A mode that this program does not know: nothing is asked. */
  | { readonly kind: 'not_covered'; readonly app: App };

export type WorkspacePlan = {
  readonly apps: readonly AppPlan[];
  /** What signing in, listing the apps and looking after the account costs. */
  readonly sessionRequests: number;
  readonly unlistableApps: number;
  /** Deleted apps that earlier runs have read: they are in the bill and cost nothing. */
  readonly deletedAppIds: readonly string[];
  /**
   * Whether chat apps are expected to cost only their sums. An export that meets node rows in
   * another currency reads who spent them on which model.
   */
  readonly assumesOneCurrency: boolean;
};

export type PlanOptions = Omit<PlanScope, 'session'> & {
  readonly appIds: readonly string[] | undefined;
  readonly concurrency: number;
  readonly modelCurrencies: readonly ModelCurrency[];
  readonly minuteBudget: number;
  readonly hasPassword: boolean;
  readonly cache: CacheOptions | undefined;
};

/**
 * What an export of every app of the session's workspace is going to ask. Errors are an app's own
 * or everybody's, as in an export.
 */
export async function planWorkspace(
  session: PlanScope['session'],
  options: PlanOptions,
): Promise<WorkspacePlan> {
  const list = await fetchApps(session);
  const isWanted = ({ id }: App) => options.appIds?.includes(id.toLowerCase()) ?? true;
  const apps = list.apps.filter(isWanted);
  const deleted = await listDeletedApps(list, options.period, options.cache);

  const scope = { ...options, session, currencies: gatherCurrencies() };
  const plans: AppPlan[] = [];
  const planAll = (some: readonly App[], needs: DetailNeeds) =>
    forEachConcurrently(some, options.concurrency, async (app) => {
      plans.push(await planApp({ ...scope, needs }, app));
    });
  await planAll(apps.filter(isNodeBased), options.needs);
  const ledgers = apps.filter((app) => !isNodeBased(app));
  const forLedgers = ledgerNeeds(scope, ledgers);
  await planAll(ledgers, forLedgers);
  const sessionSize = {
    apps: list.apps.length + list.unlistable,
    hasPassword: options.hasPassword,
    asksForAgents: session.traits.hidesAgentApps,
  };
  return {
    apps: plans.toSorted((left, right) => (left.app.id < right.app.id ? -1 : 1)),
    sessionRequests: sumRequests(listSessionRequests(sessionSize, PROVEN)),
    unlistableApps: options.appIds === undefined ? list.unlistable : 0,
    assumesOneCurrency:
      !forLedgers.models &&
      !forLedgers.users &&
      plans.length > ledgers.length &&
      ledgers.length > 0,
    deletedAppIds: deleted.filter(isWanted).map(({ id }) => id),
  };
}

const PROVEN = { lists: 'proven' } as const;

type AppScope = PlanScope &
  Pick<PlanOptions, 'cache' | 'minuteBudget' | 'modelCurrencies'> & {
    readonly currencies: CurrencyEvidence;
  };

async function planApp(scope: AppScope, app: App): Promise<AppPlan> {
  try {
    const known = await openKnown(scope, app);
    known.learnCurrencies(scope.currencies);
    const sizes = await measureApp(scope, app, known);
    if (sizes === undefined) return { kind: 'not_covered', app };
    const rules = { ...PROVEN, needs: scope.needs, minuteBudget: scope.minuteBudget };
    const requests = estimate((which) => sumRequests(listAppRequests(sizes[which], rules)));
    return { kind: 'planned', app, expects: expectationOf(sizes, scope.minuteBudget), requests };
  } catch (error) {
    return toAppFailure(app, error);
  }
}

async function openKnown({ cache, session, ...scope }: AppScope, app: App): Promise<KnownFacts> {
  if (cache === undefined) return NOTHING_KNOWN;
  return await openKnownFacts(app, {
    store: cache.store,
    host: session.host,
    leavesOutDebugger: session.traits.statisticsLeaveOutDebugger,
    period: scope.period,
    now: scope.now,
    accountTimeZone: scope.accountTimeZone,
  });
}
