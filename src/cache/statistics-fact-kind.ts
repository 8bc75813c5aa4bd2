import * as v from 'valibot';
import type { StatisticsRow } from '../dify/statistics.ts';
import type { Instant } from '../period/period.ts';
import { isTimeZone } from '../period/time-zone.ts';
import type { FactKind } from './app-facts.ts';
import { CountSchema, InstantSchema, maybe, UnitsSchema } from './fact-schemas.ts';

/** What a statistic said about a window; an open one is read again as long as it grows. */
export type StatisticsFact = {
  readonly readAt: Instant;
  readonly id: string;
  readonly statistic: string;
  /** Whether debugger messages are not counted, as Dify has it from 1.9.0 on. */
  readonly leavesOutDebugger: boolean;
  /** The account's, in which the rows are dated. */
  readonly timeZone: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly rows: readonly StatisticsRow[];
};

export const STATISTICS: FactKind<StatisticsFact> = {
  name: 'statistics',
  stays: 'all',
  schema: v.object({
    readAt: InstantSchema,
    id: v.string(),
    statistic: v.string(),
    leavesOutDebugger: v.boolean(),
    timeZone: v.pipe(v.string(), v.check(isTimeZone)),
    from: InstantSchema,
    to: InstantSchema,
    rows: v.array(v.object({ date: v.string(), count: CountSchema, units: maybe(UnitsSchema) })),
  }),
  encode: ({ rows, ...fact }) => ({
    ...fact,
    rows: rows.map((row) => ({ ...row, units: row.units?.toString() })),
  }),
  idOf: ({ id }) => id,
  at: ({ from }) => from,
};
