import Big from 'big.js';
import type { Aggregation } from '../../src/period/period.ts';
import type { Oracle, OracleLeaf, OracleMessage } from './fake-dify/load-world.ts';

/** Tokens and price by `period | app id | currency`, as PostgreSQL knows them. */
export type Truth = Readonly<Record<string, string>>;

export type TruthOptions = {
  readonly timeZone: string;
  readonly aggregation: Aggregation;
  /** From 1.9.0 on the statistics, and so the bill, are free of debugger messages. */
  readonly withDebugger: boolean;
  /** Runs that no API of the version shows. */
  readonly hiddenRuns: ReadonlySet<string>;
  readonly periods: ReadonlySet<string>;
};

const MESSAGE_MODES: ReadonlySet<string> = new Set(['chat', 'agent-chat', 'completion']);

/** Sums the rows of a recorded database by the instant at which they began. */
export function sumTruth(oracle: Oracle, options: TruthOptions): Truth {
  const sums = new Map<string, { tokens: number; price: Big }>();
  const add = (us: number, appId: string, currency: string, tokens: number, price: string) => {
    const period = labelOf(us / 1000, options);
    if (!options.periods.has(period)) return;
    const key = [period, appId, currency === 'RMB' ? 'CNY' : currency].join(' | ');
    const sum = sums.get(key) ?? { tokens: 0, price: new Big(0) };
    sums.set(key, { tokens: sum.tokens + tokens, price: sum.price.plus(price) });
  };

  for (const message of billedMessages(oracle, options)) {
    const { createdAtUs, appId, currency, messageTokens, answerTokens, totalPrice } = message;
    add(createdAtUs, appId, currency, messageTokens + answerTokens, totalPrice);
  }
  for (const leaf of billedLeaves(oracle, options)) {
    const { runCreatedAtUs, appId, currency, totalTokens, totalPrice } = leaf;
    add(runCreatedAtUs ?? 0, appId, currency ?? 'USD', totalTokens ?? 0, toSevenPlaces(totalPrice));
  }
  return Object.fromEntries(
    [...sums]
      .filter(([, { tokens, price }]) => tokens > 0 || price.gt(0))
      .map(([key, { tokens, price }]) => [key, `${tokens} tokens, ${price.toFixed(7)}`]),
  );
}

function billedMessages(oracle: Oracle, { withDebugger }: TruthOptions): OracleMessage[] {
  const modes = new Map(Object.values(oracle.apps).map(({ id, mode }) => [id, mode]));
  return oracle.messages.filter(
    ({ appId, invokeFrom }) =>
      MESSAGE_MODES.has(modes.get(appId) ?? '') && (withDebugger || invokeFrom !== 'debugger'),
  );
}

function billedLeaves(oracle: Oracle, { hiddenRuns }: TruthOptions): OracleLeaf[] {
  return oracle.leaves.filter(
    ({ runId, triggeredFrom, isTool }) =>
      runId !== null && triggeredFrom !== 'debugging' && !isTool && !hiddenRuns.has(runId),
  );
}

function toSevenPlaces(price: string | null): string {
  return new Big(price ?? 0).round(7, Big.roundHalfUp).toFixed(7);
}

function labelOf(ms: number, { timeZone, aggregation }: TruthOptions): string {
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(ms);
  if (aggregation === 'daily') return date;
  return aggregation === 'monthly' ? date.slice(0, 7) : isoWeek(date);
}

/** The week of the year that holds the date's Thursday. */
function isoWeek(date: string): string {
  const thursday = new Date(`${date}T00:00:00Z`);
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const year = thursday.getUTCFullYear();
  const week = Math.ceil(((thursday.getTime() - Date.UTC(year, 0, 1)) / 86_400_000 + 1) / 7);
  return `${year}-W${String(week).padStart(2, '0')}`;
}
