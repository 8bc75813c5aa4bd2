import * as v from 'valibot';
import { message } from '../language/message.ts';
import type { Instant, Period } from '../period/period.ts';
import type { ListedRun } from '../usage/run-usage.ts';
import { CREATOR_ENTRIES, toCreator } from './creator.ts';
import { DifyError } from './dify-error.ts';
import type { DifySession } from './dify-session.ts';
import { type NumberedPage, numberedPageSchema, readNumberedPages } from './numbered-pages.ts';
import { CountSchema, IdSchema, SecondsSchema } from './wire.ts';

const LogItemSchema = v.object({
  id: IdSchema,
  created_at: SecondsSchema,
  created_from: v.nullish(v.string()),
  created_by_role: v.nullish(v.string()),
  ...CREATOR_ENTRIES,
  workflow_run: v.nullish(
    v.object({
      id: v.nullish(IdSchema),
      version: v.nullish(v.string()),
      status: v.nullish(v.string()),
      total_tokens: v.nullish(CountSchema),
      created_at: v.nullish(SecondsSchema),
      triggered_from: v.nullish(v.string()),
    }),
  ),
});
const LogPageSchema = numberedPageSchema(LogItemSchema);

type LogItem = v.InferOutput<typeof LogItemSchema>;

/** One row of an app's log: a run of the period, or the trace of one that Dify has deleted. */
export type LoggedRun =
  | { readonly kind: 'run'; readonly run: ListedRun }
  | { readonly kind: 'deleted'; readonly loggedAt: Instant };

const TEMPLATE = '/apps/{app}/workflow-app-logs';
const MINUTE_MS = 60_000;
/** Up to 1.10.1 a row is written when the run ends: this is the longest run that is found. */
const LONGEST_RUN_MS = 24 * 60 * MINUTE_MS;
const BEFORE_START_MS = 5 * MINUTE_MS;
/** Offset paging gets slow with depth: longer lists are read in slices of time. */
const MAX_SLICE_ROWS = 2000;

/**
 * The runs of a workflow app that started in the period, from `workflow-app-logs`
 * (usage-data D, G.3 rule 5): service API, web app, Explore, and from 1.10.0 also
 * webhook, schedule and plugin runs, which no other list has.
 */
export async function* readLoggedRuns(
  session: DifySession,
  appId: string,
  period: Period,
  now: Instant,
): AsyncGenerator<LoggedRun> {
  const { after, before } = logSpan(period, now);
  const rows = session.traits.filtersLogsByTime
    ? readSlice(session, appId, after, before)
    : readFromNewest(session, appId, after, before);

  for await (const row of rows) {
    const logged = toLoggedRun(session, row);
    const at = logged.kind === 'run' ? logged.run.startedAt : logged.loggedAt;
    if (at >= period.start && at < period.end) yield logged;
  }
}

/** When a run of the period may have been logged: up to 1.10.1 that is when it ended. */
export function logSpan({ start, end }: Pick<Period, 'start' | 'end'>, now: Instant) {
  return { after: start - BEFORE_START_MS, before: Math.min(end + LONGEST_RUN_MS, now) };
}

/** The query for what was logged in a time, both bounds included. */
export function loggedBetween(after: Instant, before: Instant) {
  return {
    created_at__after: toIsoSeconds(after),
    created_at__before: toIsoSeconds(before),
  };
}

async function* readSlice(
  session: DifySession,
  appId: string,
  after: Instant,
  before: Instant,
): AsyncGenerator<LogItem> {
  const fetchPage = (page: number, limit: number) =>
    requestPage(session, appId, page, limit, loggedBetween(after, before));
  const firstPage = await fetchPage(1, 100);

  // Both bounds are inclusive and rows carry whole seconds, so the halves are a second apart.
  const middle = Math.floor((after + before) / 2 / 1000) * 1000;
  if (firstPage.total > MAX_SLICE_ROWS && before - after > MINUTE_MS) {
    yield* readSlice(session, appId, after, middle);
    yield* readSlice(session, appId, middle + 1000, before);
    return;
  }
  yield* readNumberedPages({
    host: session.host,
    endpoint: `GET ${TEMPLATE}`,
    idOf: ({ id }: LogItem) => id,
    fetchPage,
    firstPage,
  });
}

/**
 * 0.15.3 and 1.0.0 ignore the time filter: pages are read from the newest row down to the
 * period, and again with other page borders until a pass brings nothing new.
 */
async function* readFromNewest(
  session: DifySession,
  appId: string,
  after: Instant,
  before: Instant,
): AsyncGenerator<LogItem> {
  const seen = new Set<string>();
  for (const limit of [100, 83, 71, 61]) {
    let fresh = 0;
    const inThisPass = new Set<string>();
    for (let page = 1; ; page += 1) {
      const { items, total, hasMore } = await requestPage(session, appId, page, limit, {});
      const knownBefore = inThisPass.size;
      for (const item of items) {
        inThisPass.add(item.id);
        if (seen.has(item.id)) continue;
        seen.add(item.id);
        if (item.created_at <= before) fresh += 1; // new rows keep coming on a busy server
        yield item;
      }
      if (page === 1 && !hasMore && items.length === total) return; // one page cannot lose a row
      if (!hasMore || items.every(({ created_at }) => created_at < after)) break;
      if (inThisPass.size === knownBefore) break; // it repeats itself, and would for ever
    }
    if (fresh === 0) return;
  }
  throw new DifyError(
    'unavailable',
    message('reading_other_rows', { host: session.host, endpoint: `GET ${TEMPLATE}` }),
    { host: session.host, endpoint: `GET ${TEMPLATE}` },
  );
}

async function requestPage(
  session: DifySession,
  appId: string,
  page: number,
  limit: number,
  window: Readonly<Record<string, string>>,
): Promise<NumberedPage<LogItem>> {
  const query = { page, limit, ...window };
  return await session.get(TEMPLATE, { app: appId }, query, LogPageSchema);
}

function toLoggedRun({ traits }: DifySession, row: LogItem): LoggedRun {
  const run = row.workflow_run;
  const startedAt = run?.created_at;
  if (!run?.id || startedAt === null || startedAt === undefined) {
    return { kind: 'deleted', loggedAt: row.created_at };
  }
  const isApi = row.created_from === 'service-api';
  return {
    kind: 'run',
    run: {
      id: run.id,
      startedAt,
      status: run.status ?? undefined,
      countedTokens: run.total_tokens ?? 0,
      inStatistics: (run.triggered_from ?? 'app-run') === 'app-run',
      creatorId: toCreator(row)?.id,
      user: toCreator(row),
      version: run.version ?? undefined,
      mayBeDebugChild:
        traits.debugChildrenLookLikeProduction && isApi && row.created_by_role === 'account',
    },
  };
}

/** UTC with `Z`: other offsets go wrong on MySQL (usage-data D.1). */
function toIsoSeconds(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
