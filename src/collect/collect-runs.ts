import { DifyError } from '../dify/dify-error.ts';
import { message } from '../language/message.ts';
import { DAY_MS } from '../period/day-ms.ts';
import type { Instant } from '../period/period.ts';
import type { App } from '../usage/app.ts';
import type { AppUsageFold } from '../usage/app-usage.ts';
import { explainRun } from '../usage/explain-run.ts';
import type { ListedRun, RunUsage } from '../usage/run-usage.ts';
import type { UsageEvent } from '../usage/usage-event.ts';
import type { CollectScope } from './collect-scope.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';
import { isComparable } from './sum-statistics.ts';

const SUCCEEDED: ReadonlySet<string> = new Set(['succeeded', 'partial-succeeded']);

/** Reads the nodes of each run once, however often it is listed, and folds what they spent. */
export type RunCollector = {
  collect(runs: AsyncIterable<ListedRun> | Iterable<ListedRun>): Promise<void>;
  has(runId: string): boolean;
};

/** `onRead` is told of every run, with the user whom its list or its rows name. */
export function createRunCollector(
  scope: CollectScope,
  app: App,
  fold: AppUsageFold,
  onRead: (run: ListedRun) => void,
): RunCollector {
  const seen = new Set<string>();

  const collectOne = async (listed: ListedRun) => {
    if (seen.has(listed.id)) return;
    seen.add(listed.id);
    const run = {
      ...endOverdue(listed, scope.now),
      inStatistics: listed.inStatistics && isComparable(scope.windows, listed.startedAt),
    };
    if (app.mode === 'workflow') scope.childRuns.add(run);

    const usage = await scope.reader.readRunUsage(run, scope.needs.models);
    if (usage === undefined) await collectWithoutNodes(scope, app, fold, run);
    else {
      if (isHalfWritten(usage, scope)) throw notWrittenYet(scope, app, run);
      for (const event of usage.events) learn(scope, event);
      fold.addRun(usage);
    }
    onRead(usage ?? run);
    scope.onRun();
  };

  return {
    collect: (runs) => forEachConcurrently(runs, scope.workers, collectOne),
    has: (runId) => seen.has(runId),
  };
}

/** From 1.9.2 on a stopped run says `running` for ever (usage-data 0.2 no. 11, G.3 rule 7). */
function endOverdue(run: ListedRun, now: Instant): ListedRun {
  const isOverdue = run.status === 'running' && now - run.startedAt > DAY_MS;
  return isOverdue ? { ...run, status: 'stopped' } : run;
}

/** What chat messages do not tell, node rows do. */
function learn({ currencies, unitPrices }: CollectScope, event: UsageEvent): void {
  currencies.learn(event);
  const { provider, model, unitPrice } = event;
  if (provider === undefined || model === undefined || unitPrice === undefined) return;
  unitPrices.learn(provider, model, unitPrice);
}

/** No node rows: nothing was executed, or the rows are gone, or they are still to come (usage-data E.8). */
async function collectWithoutNodes(
  scope: CollectScope,
  app: App,
  fold: AppUsageFold,
  run: ListedRun,
): Promise<void> {
  const { reader, now } = scope;
  const detail = await reader.readRun(run.id);
  if (detail === undefined) {
    fold.addLostRun({ ...run, inStatistics: false });
    return;
  }
  const known = { ...run, status: detail.status, countedTokens: detail.countedTokens };
  const hasSpent = detail.countedTokens > 0 || SUCCEEDED.has(detail.status ?? '');
  if (!hasSpent) fold.addRun({ ...known, ...NOTHING_EXECUTED });
  else if (now - run.startedAt > DAY_MS) fold.addLostRun(known);
  else throw notWrittenYet(scope, app, run);
}

/** Rows may come with delay (usage-data E.8): a fresh run that has ended must explain its total. */
function isHalfWritten(run: RunUsage, { session, now }: CollectScope): boolean {
  if (!SUCCEEDED.has(run.status ?? '') || now - run.startedAt > DAY_MS) return false;
  return explainRun(run, session.traits.counters).some(
    ({ cause, tokens }) => cause === 'unexplained' && tokens > 0,
  );
}

function notWrittenYet({ session }: CollectScope, app: App, run: ListedRun): DifyError {
  return new DifyError(
    'unavailable',
    message('reading_run_unfinished', { host: session.host, run: run.id, app: app.id }),
    { host: session.host, endpoint: 'GET /apps/{app}/workflow-runs/{run}/node-executions' },
  );
}

const NOTHING_EXECUTED: Omit<RunUsage, keyof ListedRun> = {
  events: [],
  toolCalls: [],
  containerTokens: 0,
  hasFailedContainer: false,
  hasFailedNode: false,
  unpricedTokens: 0,
  hidesModels: false,
};
