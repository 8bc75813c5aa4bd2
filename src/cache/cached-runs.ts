import type { AppReader } from '../dify/app-reader.ts';
import { RUN_AFTER_MESSAGE_MS } from '../dify/messages.ts';
import type { RunDetail } from '../dify/workflow-runs.ts';
import { isWithin } from '../period/buckets.ts';
import { type ListedRun, type RunUsage, sumTokens } from '../usage/run-usage.ts';
import type { CacheChange, CacheScope } from './cache-scope.ts';
import { RUN, RUN_DETAIL, type RunFact } from './run-fact-kinds.ts';
import { isRunSettled, isSampled, isSettledRun } from './settled.ts';

type CachedRuns = Pick<AppReader, 'readRun' | 'readRunUsage' | 'listLostRuns'>;

/** Finished runs are read once, and stay when Dify deletes them. */
export function cacheRuns({ reader, facts, now, onChange }: CacheScope): CachedRuns {
  const withoutRows = new Set<string>();
  const reported = new Set<string>();
  const reportDeleted = (run: RunUsage) => {
    if (reported.has(run.id)) return;
    reported.add(run.id);
    const tokens = -sumTokens(run.events);
    onChange({ cause: 'deleted_since', at: run.startedAt, tokens, runs: 1 });
  };
  /** With its exact start, which Dify knows as long as it has the run. */
  const placeExactly = async (run: RunUsage): Promise<RunUsage | undefined> => {
    if (!run.isStartGuessed) return run;
    const detail = await reader.readRun(run.id);
    return detail && { ...run, startedAt: detail.startedAt, isStartGuessed: false };
  };

  return {
    async readRun(id) {
      const known = facts.find(RUN, id);
      const isExact = known?.run.isStartGuessed !== true;
      if (known !== undefined && isExact && isRunSettled(known)) return toDetail(known.run);
      const bare = facts.find(RUN_DETAIL, id);
      if (bare !== undefined) return bare.detail;

      const detail = await reader.readRun(id);
      if (detail === undefined) return known === undefined ? undefined : toDetail(known.run);
      if (withoutRows.has(id) && isSettledRun(detail, now)) {
        facts.put(RUN_DETAIL, { readAt: now, id, detail });
      }
      return detail;
    },

    async readRunUsage(run, withModels) {
      const known = facts.find(RUN, run.id);
      if (known !== undefined && isCurrent(known, run, withModels) && !isSampled(run.id, now)) {
        return withListing(known.run, run);
      }
      if (facts.find(RUN_DETAIL, run.id) !== undefined) return undefined;

      const fresh = await reader.readRunUsage(run, withModels);
      if (fresh !== undefined) {
        if (known !== undefined && isRunSettled(known)) reportGrowth(known.run, fresh, onChange);
        facts.put(RUN, { readAt: now, run: fresh });
        return fresh;
      }
      if (known === undefined) {
        withoutRows.add(run.id);
        return undefined;
      }
      reportDeleted(known.run);
      return withListing(known.run, run);
    },

    async listLostRuns(period, isListed) {
      const wide = {
        start: period.start - RUN_AFTER_MESSAGE_MS,
        end: period.end + RUN_AFTER_MESSAGE_MS,
      };
      const lost: RunUsage[] = [];
      for (const { run } of facts.list(RUN)) {
        if (!isWithin(wide, run.startedAt) || isListed(run.id)) continue;
        const placed = (await placeExactly(run)) ?? run;
        if (isWithin(period, placed.startedAt)) lost.push(placed);
      }
      for (const run of lost) reportDeleted(run);
      return lost.map(toListed);
    },
  };
}

/** What is known of the run is all that there is to know of it. */
function isCurrent(known: RunFact, listed: ListedRun, withModels: boolean): boolean {
  const { status, countedTokens, hidesModels } = known.run;
  return (
    isRunSettled(known) &&
    (listed.status === undefined || listed.status === status) &&
    (listed.countedTokens === undefined ||
      countedTokens === undefined ||
      listed.countedTokens === countedTokens) &&
    !(withModels && hidesModels)
  );
}

/** What the list says today of what the nodes said then. */
function withListing(known: RunUsage, listed: ListedRun): RunUsage {
  const user = listed.user ?? known.user;
  return {
    ...known,
    ...listed,
    user,
    status: listed.status ?? known.status,
    events: known.events.map((event) => ({ ...event, startedAt: listed.startedAt, user })),
  };
}

function reportGrowth(
  before: RunUsage,
  after: RunUsage,
  onChange: (change: CacheChange) => void,
): void {
  const tokens = sumTokens(after.events) - sumTokens(before.events);
  if (tokens !== 0) onChange({ cause: 'changed_since', at: after.startedAt, tokens, runs: 1 });
}

function toDetail({ startedAt, status, countedTokens = 0 }: RunUsage): RunDetail {
  return { startedAt, status, countedTokens };
}

function toListed(run: RunUsage): ListedRun {
  const { id, startedAt, status, countedTokens, inStatistics, mayBeDebugChild } = run;
  const { creatorId, user, version } = run;
  return {
    id,
    startedAt,
    isStartGuessed: run.isStartGuessed,
    status,
    countedTokens,
    inStatistics,
    creatorId,
    user,
    version,
    mayBeDebugChild,
  };
}
