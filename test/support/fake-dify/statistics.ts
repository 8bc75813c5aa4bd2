import { toPythonText, toUnits } from './decimal-text.ts';
import { presetOf } from './presets.ts';
import type { Ctx, SignedInRoute } from './route.ts';
import { rowsWith } from './row-index.ts';
import { accountZone, timeRange } from './time-range.ts';
import { localDay } from './wall-time.ts';
import type { WorldMessage, WorldRun } from './world.ts';

type Timed = { readonly createdAtUs: number };
type ToFields<Row> = (rows: readonly Row[]) => Record<string, unknown>;

export function statisticsRoutes(): SignedInRoute[] {
  return [
    route('statistics/token-costs', messagesOf, messageCosts),
    route('statistics/daily-messages', messagesOf, (rows) => ({ message_count: rows.length })),
    route('statistics/daily-conversations', conversationMessagesOf, (rows) => ({
      conversation_count: new Set(rows.map((row) => row.conversationId)).size,
    })),
    route('statistics/daily-end-users', messagesOf, (rows) => ({
      terminal_count: countPresent(rows.map((row) => row.fromEndUserId)),
    })),
    route('workflow/statistics/token-costs', runsOf, (rows) => ({
      // The sum of a bigint column is a decimal, which JSON carries as a string.
      token_count: String(rows.reduce((sum, row) => sum + row.totalTokens, 0)),
    })),
    route('workflow/statistics/daily-conversations', runsOf, (rows) => ({ runs: rows.length })),
    route('workflow/statistics/daily-terminals', runsOf, (rows) => ({
      terminal_count: countPresent(rows.map((row) => row.createdBy)),
    })),
  ];
}

function route<Row extends Timed>(
  path: string,
  rowsOf: (ctx: Ctx) => readonly Row[],
  toFields: ToFields<Row>,
): SignedInRoute {
  return {
    method: 'GET',
    pattern: new RegExp(`^/apps/(?<appId>[^/]+)/${path}$`),
    auth: true,
    appFirstFrom: '1.9.0',
    hint: true,
    handle: (ctx) => ({ status: 200, body: { data: daily(ctx, rowsOf(ctx), toFields) } }),
  };
}

function messageCosts(rows: readonly WorldMessage[]): Record<string, unknown> {
  return {
    token_count: rows.reduce((sum, row) => sum + row.messageTokens + row.answerTokens, 0),
    total_price: toPythonText(rows.reduce((sum, row) => sum + toUnits(row.totalPrice), 0n)),
    // Always this, whatever the models are priced in.
    currency: 'USD',
  };
}

function messagesOf(ctx: Ctx): readonly WorldMessage[] {
  return withoutDebugger(ctx, presetOf(ctx.state.version).debuggerInStatistics);
}

function conversationMessagesOf(ctx: Ctx): readonly WorldMessage[] {
  return withoutDebugger(ctx, presetOf(ctx.state.version).debuggerInDailyConversations);
}

function withoutDebugger({ state, params }: Ctx, keepAll: boolean): readonly WorldMessage[] {
  const { appId = '' } = params;
  const rows = rowsWith(state.world.messages, 'appId', appId);
  // NULL never satisfies `<>`, so messages of unknown origin go as well.
  return keepAll
    ? rows
    : rows.filter((row) => row.invokeFrom !== null && row.invokeFrom !== 'debugger');
}

function runsOf({ state, params }: Ctx): readonly WorldRun[] {
  const { appId = '' } = params;
  return rowsWith(state.world.runs, 'appId', appId).filter(
    (row) => row.triggeredFrom === 'app-run' && row.deleted !== true,
  );
}

/** Rows by day of the account's zone, ascending; days without rows are absent. */
function daily<Row extends Timed>(ctx: Ctx, rows: readonly Row[], toFields: ToFields<Row>) {
  const zone = accountZone(ctx);
  const { startUs = Number.NEGATIVE_INFINITY, endUs = Number.POSITIVE_INFINITY } = timeRange(ctx);
  const days = new Map<string, Row[]>();
  for (const row of rows) {
    if (row.createdAtUs < startUs || row.createdAtUs >= endUs) continue;
    const date = localDay(zone, row.createdAtUs);
    const day = days.get(date);
    if (day === undefined) days.set(date, [row]);
    else day.push(row);
  }
  return [...days]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([date, ofDay]) => ({ date, ...toFields(ofDay) }));
}

function countPresent(values: readonly (string | null)[]): number {
  return new Set(values.filter((value) => value !== null)).size;
}
