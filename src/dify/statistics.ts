import * as v from 'valibot';
import { message } from '../language/message.ts';
import type { StatisticsWindow } from '../period/statistics-windows.ts';
import { DifyError } from './dify-error.ts';
import type { DifySession } from './dify-session.ts';
import { CountSchema, PriceSchema } from './wire.ts';

const DateSchema = v.pipe(v.string(), v.maxLength(40));

/** One date in the account's zone, or the part of it that lies in the window that was asked for. */
export type StatisticsRow = {
  readonly date: string;
  /** Tokens, messages or runs: what the statistic counts. */
  readonly count: number;
  /** In units of 0.0000001, currency not told; undefined where the statistic knows no price. */
  readonly units: bigint | undefined;
};

const rows = <const Row extends v.GenericSchema<unknown, StatisticsRow>>(row: Row) =>
  v.object({ data: v.array(row) });

/** Counts runs, whatever its name says. */
export const RUN_COUNTS = 'workflow/daily-conversations';
export const RUN_TOKENS = 'workflow/token-costs';

const STATISTICS = {
  /** `statistics/token-costs`: what messages spent (usage-data A.1). */
  'token-costs': {
    template: '/apps/{app}/statistics/token-costs',
    schema: rows(
      v.pipe(
        v.object({
          date: DateSchema,
          token_count: CountSchema,
          total_price: v.nullish(PriceSchema),
        }),
        v.transform(({ date, token_count: count, total_price: price }) => ({
          date,
          count,
          units: price ?? undefined,
        })),
      ),
    ),
  },
  /** `statistics/daily-messages`: without debugger messages from 1.9.0 on (usage-data A.2). */
  'daily-messages': {
    template: '/apps/{app}/statistics/daily-messages',
    schema: rows(
      v.pipe(
        v.object({ date: DateSchema, message_count: CountSchema }),
        v.transform(({ date, message_count: count }) => ({ date, count, units: undefined })),
      ),
    ),
  },
  [RUN_TOKENS]: {
    template: '/apps/{app}/workflow/statistics/token-costs',
    schema: rows(
      v.pipe(
        v.object({ date: DateSchema, token_count: CountSchema }),
        v.transform(({ date, token_count: count }) => ({ date, count, units: undefined })),
      ),
    ),
  },
  [RUN_COUNTS]: {
    template: '/apps/{app}/workflow/statistics/daily-conversations',
    schema: rows(
      v.pipe(
        v.object({ date: DateSchema, runs: CountSchema }),
        v.transform(({ date, runs: count }) => ({ date, count, units: undefined })),
      ),
    ),
  },
} as const;

export type Statistic = keyof typeof STATISTICS;

/** One statistic of an app, asked in the account's zone for exactly a window (usage-data A.3). */
export async function fetchStatistics(
  session: DifySession,
  appId: string,
  statistic: Statistic,
  { start, end, attribution }: StatisticsWindow,
): Promise<readonly StatisticsRow[]> {
  const { template, schema } = STATISTICS[statistic];
  const { data } = await session.get(template, { app: appId }, { start, end }, schema);
  const isDated = data.every(({ date }) => /^\d{4}-\d{2}-\d{2}$/.test(date));
  if (attribution.kind === 'by-date' && !isDated) {
    throw new DifyError('contract', message('reading_no_date', { host: session.host }), {
      host: session.host,
      endpoint: `GET ${template}`,
    });
  }
  return data;
}

/** A sum beyond 2^53 would be wrong without a word. */
export function addCounts(host: string, statistic: Statistic, sum: number, count: number): number {
  const total = sum + count;
  if (Number.isSafeInteger(total)) return total;

  const endpoint = `GET ${STATISTICS[statistic].template}`;
  const told = message('reading_beyond_sum', { host, endpoint });
  throw new DifyError('contract', told, { host, endpoint });
}
