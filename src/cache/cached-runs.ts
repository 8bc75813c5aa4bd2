import type { AppReader } from '../dify/app-reader.ts';
import type { RunDetail } from '../dify/workflow-runs.ts';
import { isWithin } from '../period/buckets.ts';
import { type ListedRun, type RunUsage, sumTokens } from '../usage/run-usage.ts';
import type { CacheChange, CacheScope } from './cache-scope.ts';
import { RUN, RUN_DETAIL, type RunFact } from './fact-kinds.ts';
import { isRunSettled, isSampled, isSettledRun } from './settled.ts';

type CachedRuns = Pick<AppReader, 'readRun' | 'readRunUsage' | 'listLostRuns'> & {
  /** Whether a run that began long ago was read, so that the statistics of its day may have changed. */
  hasMoved(): boolean;
};

/** Finished runs are read once, and stay when Dify deletes them. */
export function cacheRuns({ reader, facts, now, onChange }: CacheScope): CachedRuns {
  const withoutRows = new Set<string>();
  let hasMoved = false;

  return {
    hasMoved: () => hasMoved,

    async readRun(id) {
      const known = facts.find(RUN, id);
      if (known !== undefined && isRunSettled(known)) return toDetail(known.run);
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

      hasMoved ||= isSettledRun(run, now);
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
      reportDeleted(known.run, onChange);
      return withListing(known.run, run);
    },

    listLostRuns(period, isListed) {
      const lost = facts
        .list(RUN)
        .map(({ run }) => run)
        .filter(({ id, startedAt }) => isWithin(period, startedAt) && !isListed(id));
      for (const run of lost) reportDeleted(run, onChange);
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

function reportDeleted(run: RunUsage, onChange: (change: CacheChange) => void): void {
  const tokens = -sumTokens(run.events);
  onChange({ cause: 'deleted_since', at: run.startedAt, tokens, runs: 1 });
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
    status,
    countedTokens,
    inStatistics,
    creatorId,
    user,
    version,
    mayBeDebugChild,
  };
}
