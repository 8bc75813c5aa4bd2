import * as v from 'valibot';
import { attribute, type StatisticsWindow } from '../period/statistics-windows.ts';
import type { RunStatistics } from '../usage/compare-statistics.ts';
import type { LedgerEntry } from '../usage/usage-event.ts';
import { DifyError } from './dify-error.ts';
import type { DifySession } from './dify-session.ts';
import { CountSchema, PriceSchema } from './wire.ts';

const DateSchema = v.pipe(v.string(), v.maxLength(40));

const TokenCostsSchema = v.object({
  data: v.array(
    v.object({ date: DateSchema, token_count: CountSchema, total_price: v.nullish(PriceSchema) }),
  ),
});
const MessageCountsSchema = v.object({
  data: v.array(v.object({ date: DateSchema, message_count: CountSchema })),
});
const RunTokensSchema = v.object({
  data: v.array(v.object({ date: DateSchema, token_count: CountSchema })),
});
const RunCountsSchema = v.object({
  data: v.array(v.object({ date: DateSchema, runs: CountSchema })),
});

/** What could not be divided between two buckets and went to the earlier one. */
export type Straddling = { readonly bucket: string; readonly tokens: number };

export type Ledger = {
  readonly entries: readonly LedgerEntry[];
  readonly straddling: readonly Straddling[];
};

/**
 * The ledger of a chat, agent-chat, completion or agent app: `statistics/token-costs`,
 * asked in the account's zone for exactly our buckets (usage-data A.1, A.3).
 */
export async function fetchLedger(
  session: DifySession,
  appId: string,
  windows: readonly StatisticsWindow[],
): Promise<Ledger> {
  const entries = new Map<string, LedgerEntry>();
  const straddling: Straddling[] = [];
  for (const window of windows) {
    const rows = await fetchRows(session, 'token-costs', appId, window, TokenCostsSchema);
    for (const row of rows.data) {
      const bucket = bucketOf(session, window, row.date);
      if (bucket === undefined) continue;
      if (window.attribution.kind === 'straddling' && row.token_count > 0) {
        straddling.push({ bucket, tokens: row.token_count });
      }
      const sum = entries.get(bucket) ?? { bucket, totalTokens: 0, units: 0n };
      entries.set(bucket, {
        bucket,
        totalTokens: addCount(session, 'token-costs', sum.totalTokens, row.token_count),
        units: addPrice(sum.units, row.total_price),
      });
    }
  }
  return { entries: [...entries.values()], straddling };
}

/** `statistics/daily-messages` per bucket: without debugger messages from 1.9.0 on (usage-data A.2). */
export async function fetchMessageCounts(
  session: DifySession,
  appId: string,
  windows: readonly StatisticsWindow[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const window of windows) {
    const rows = await fetchRows(session, 'daily-messages', appId, window, MessageCountsSchema);
    for (const row of rows.data) {
      const bucket = bucketOf(session, window, row.date);
      if (bucket === undefined) continue;
      const sum = counts.get(bucket) ?? 0;
      counts.set(bucket, addCount(session, 'daily-messages', sum, row.message_count));
    }
  }
  return counts;
}

/** `workflow/statistics/token-costs` and `daily-conversations` (which counts runs), per bucket. */
export async function fetchRunStatistics(
  session: DifySession,
  appId: string,
  windows: readonly StatisticsWindow[],
): Promise<RunStatistics[]> {
  const sums = new Map<string, RunStatistics>();
  const add = (bucket: string | undefined, tokens: number, runs: number) => {
    if (bucket === undefined) return;
    const sum = sums.get(bucket) ?? { bucket, tokens: 0, runs: 0 };
    sums.set(bucket, {
      bucket,
      tokens: addCount(session, 'workflow/token-costs', sum.tokens, tokens),
      runs: addCount(session, 'workflow/daily-conversations', sum.runs, runs),
    });
  };

  for (const window of windows) {
    const [tokens, counts] = await Promise.all([
      fetchRows(session, 'workflow/token-costs', appId, window, RunTokensSchema),
      fetchRows(session, 'workflow/daily-conversations', appId, window, RunCountsSchema),
    ]);
    for (const row of tokens.data) add(bucketOf(session, window, row.date), row.token_count, 0);
    for (const row of counts.data) add(bucketOf(session, window, row.date), 0, row.runs);
  }
  return [...sums.values()];
}

const TEMPLATES = {
  'token-costs': '/apps/{app}/statistics/token-costs',
  'daily-messages': '/apps/{app}/statistics/daily-messages',
  'workflow/token-costs': '/apps/{app}/workflow/statistics/token-costs',
  'workflow/daily-conversations': '/apps/{app}/workflow/statistics/daily-conversations',
} as const;

function fetchRows<const Schema extends v.GenericSchema>(
  session: DifySession,
  statistic: keyof typeof TEMPLATES,
  appId: string,
  { start, end }: StatisticsWindow,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  return session.get(TEMPLATES[statistic], { app: appId }, { start, end }, schema);
}

function bucketOf(
  session: DifySession,
  window: StatisticsWindow,
  date: string,
): string | undefined {
  if (window.attribution.kind === 'by-date' && !/^\d{4}-\d{2}-\d{2}$/.test(date)) {
    throw new DifyError(
      'contract',
      `${session.host} gives statistics without a date: load the time zone tables of Dify's MySQL database (mysql_tzinfo_to_sql)`,
      { host: session.host, endpoint: 'GET /apps/{app}/statistics/token-costs' },
    );
  }
  return attribute(window, date)?.label;
}

/** A sum beyond 2^53 would be wrong without a word. */
function addCount(
  { host }: DifySession,
  statistic: keyof typeof TEMPLATES,
  sum: number,
  count: number,
): number {
  const total = sum + count;
  if (Number.isSafeInteger(total)) return total;

  const endpoint = `GET ${TEMPLATES[statistic]}`;
  const message = `${host} gives counts in ${endpoint} whose sum is beyond 2^53`;
  throw new DifyError('contract', message, { host, endpoint });
}

function addPrice(sum: bigint | undefined, price: bigint | null | undefined): bigint | undefined {
  return sum === undefined || price === undefined || price === null ? undefined : sum + price;
}
