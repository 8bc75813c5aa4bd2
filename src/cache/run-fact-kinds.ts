import * as v from 'valibot';
import type { RunDetail } from '../dify/workflow-runs.ts';
import type { Instant } from '../period/period.ts';
import { type RunUsage, sumTokens } from '../usage/run-usage.ts';
import type { UsageEvent } from '../usage/usage-event.ts';
import type { FactKind } from './app-facts.ts';
import { type DayCounts, DayCountsSchema } from './day-counts.ts';
import { CountSchema, InstantSchema, maybe, UnitsSchema, UserSchema } from './fact-schemas.ts';

/** A stretch of which all runs of a workflow or advanced-chat app were read. */
export type ReadingFact = {
  readonly readAt: Instant;
  readonly from: Instant;
  readonly to: Instant;
  /** How many runs were known of it, which stand in segments of their own. */
  readonly runs: DayCounts;
};

export const READING: FactKind<ReadingFact> = {
  name: 'reading',
  stays: 'all',
  schema: v.object({
    readAt: InstantSchema,
    from: InstantSchema,
    to: InstantSchema,
    runs: DayCountsSchema,
  }),
  encode: (fact) => fact,
  idOf: ({ from }) => String(from),
  at: ({ from }) => from,
};

/** A run with what its nodes spent, as it was when it was read. */
export type RunFact = { readonly readAt: Instant; readonly run: RunUsage };

const listedRunEntries = {
  id: v.string(),
  startedAt: InstantSchema,
  isStartGuessed: maybe(v.boolean()),
  status: maybe(v.string()),
  countedTokens: maybe(CountSchema),
  inStatistics: v.boolean(),
  creatorId: maybe(v.string()),
  user: maybe(UserSchema),
  version: maybe(v.string()),
  mayBeDebugChild: v.boolean(),
};
const eventSchema = v.object({
  id: v.string(),
  totalTokens: CountSchema,
  promptTokens: CountSchema,
  completionTokens: CountSchema,
  cost: v.object({ currency: v.string(), units: UnitsSchema }),
  promptUnits: UnitsSchema,
  completionUnits: UnitsSchema,
  provider: maybe(v.string()),
  model: maybe(v.string()),
  unitPrice: maybe(v.object({ prompt: v.string(), completion: v.string(), priceUnit: v.string() })),
});
const toolCallSchema = v.object({
  runId: v.string(),
  runStartedAt: InstantSchema,
  creatorId: maybe(v.string()),
  startedAt: InstantSchema,
  finishedAt: maybe(InstantSchema),
  totalTokens: maybe(CountSchema),
  hasFailed: v.boolean(),
});

export const RUN: FactKind<RunFact> = {
  name: 'run',
  stays: 'instant',
  schema: v.object({
    readAt: InstantSchema,
    run: v.pipe(
      v.object({
        ...listedRunEntries,
        events: v.array(eventSchema),
        containerTokens: CountSchema,
        hasFailedContainer: v.boolean(),
        hasFailedNode: v.boolean(),
        toolCalls: v.array(toolCallSchema),
        unpricedTokens: CountSchema,
        hidesModels: v.boolean(),
      }),
      v.transform(
        (run): RunUsage => ({
          ...run,
          events: run.events.map((event) => ({
            ...event,
            startedAt: run.startedAt,
            user: run.user,
          })),
        }),
      ),
    ),
  }),
  encode: ({ readAt, run }) => ({
    readAt,
    run: { ...run, events: run.events.map(encodeEvent) },
  }),
  idOf: ({ run }) => run.id,
  at: ({ run }) => run.startedAt,
  amountsOf: ({ run }) => ({
    tokens: sumTokens(run.events),
    units: run.events.map(({ cost }) => cost),
  }),
};

/** Start and user are the run's. */
function encodeEvent({ startedAt: _startedAt, user: _user, ...event }: UsageEvent) {
  return {
    ...event,
    cost: { ...event.cost, units: String(event.cost.units) },
    promptUnits: String(event.promptUnits),
    completionUnits: String(event.completionUnits),
  };
}

/** A run without node rows: it has executed nothing, or they were deleted before they were read. */
export type RunDetailFact = {
  readonly readAt: Instant;
  readonly id: string;
  readonly detail: RunDetail;
};

export const RUN_DETAIL: FactKind<RunDetailFact> = {
  name: 'run_detail',
  stays: 'all',
  schema: v.object({
    readAt: InstantSchema,
    id: v.string(),
    detail: v.object({
      startedAt: InstantSchema,
      status: maybe(v.string()),
      countedTokens: CountSchema,
    }),
  }),
  encode: (fact) => fact,
  idOf: ({ id }) => id,
  at: ({ detail }) => detail.startedAt,
};
