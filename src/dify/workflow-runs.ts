import * as v from 'valibot';
import type { Instant, Period } from '../period/period.ts';
import type { ListedRun } from '../usage/run-usage.ts';
import { CREATOR_ENTRIES, toCreator } from './creator.ts';
import { type CursorPage, readCursorPages } from './cursor-pages.ts';
import { undefinedWhenGone } from './dify-error.ts';
import type { DifySession } from './dify-session.ts';
import { CountSchema, IdSchema, SecondsSchema } from './wire.ts';

const RunItemSchema = v.object({
  id: IdSchema,
  version: v.nullish(v.string()),
  status: v.nullish(v.string()),
  total_tokens: v.nullish(CountSchema),
  created_at: SecondsSchema,
  ...CREATOR_ENTRIES,
});
const RunPageSchema = v.object({ has_more: v.boolean(), data: v.array(RunItemSchema) });

type RunItem = v.InferOutput<typeof RunItemSchema>;

const TEMPLATE = '/apps/{app}/workflow-runs';

/**
 * The production runs of a workflow or advanced-chat app that started in the period
 * (`workflow-runs?triggered_from=app-run`, usage-data E.1). Only from 1.9.2 on: before,
 * Dify ignores the parameter and lists debugger runs.
 */
export async function* readAppRuns(
  session: DifySession,
  appId: string,
  period: Period,
): AsyncGenerator<ListedRun> {
  const runs = readCursorPages({
    host: session.host,
    endpoint: `GET ${TEMPLATE}`,
    idOf: ({ id }: RunItem) => id,
    createdAtOf: ({ created_at }) => created_at,
    until: period.start,
    fetchPage: (cursor): Promise<CursorPage<RunItem>> => requestPage(session, appId, cursor),
  });
  for await (const run of runs) {
    if (run.created_at >= period.start && run.created_at < period.end) yield toListedRun(run);
  }
}

async function requestPage(session: DifySession, appId: string, cursor: string | undefined) {
  const query = {
    triggered_from: 'app-run',
    limit: 100,
    ...(cursor === undefined ? {} : { last_id: cursor }),
  };
  const { data, has_more } = await session.get(TEMPLATE, { app: appId }, query, RunPageSchema);
  return { items: data, hasMore: has_more };
}

function toListedRun(run: RunItem): ListedRun {
  return {
    id: run.id,
    startedAt: run.created_at,
    status: run.status ?? undefined,
    countedTokens: run.total_tokens ?? 0,
    inStatistics: true,
    creatorId: toCreator(run)?.id,
    user: toCreator(run),
    version: run.version ?? undefined,
    mayBeDebugChild: false,
  };
}

const RunDetailSchema = v.object({
  id: v.nullish(IdSchema),
  status: v.nullish(v.string()),
  created_at: v.nullish(SecondsSchema),
  total_tokens: v.nullish(CountSchema),
});

export type RunDetail = {
  readonly startedAt: Instant;
  readonly status: string | undefined;
  readonly countedTokens: number;
};

/**
 * One run by id (`workflow-runs/{id}`), or undefined when Dify has deleted it: up to 1.12.1
 * that is a 200 with every field null, later a 404 (usage-data E.2).
 */
export async function fetchRun(
  session: DifySession,
  appId: string,
  runId: string,
): Promise<RunDetail | undefined> {
  const template = '/apps/{app}/workflow-runs/{run}';
  const run = await session
    .get(template, { app: appId, run: runId }, {}, RunDetailSchema)
    .catch(undefinedWhenGone);
  if (!run?.id || run.created_at === null || run.created_at === undefined) return undefined;
  return {
    startedAt: run.created_at,
    status: run.status ?? undefined,
    countedTokens: run.total_tokens ?? 0,
  };
}
