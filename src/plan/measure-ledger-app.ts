import { begunIn } from '../dify/completion-conversations.ts';
import { countRows } from '../dify/count-rows.ts';
import type { App } from '../usage/app.ts';
import { needsLedgerDetail } from '../usage/needs-ledger-detail.ts';
import type { AppSize } from './app-requests.ts';
import { type AppSizes, certainly, EMPTY, withEstimate } from './app-sizes.ts';
import { askPeriod, countConversations, countInPeriod } from './ask-counts.ts';
import { estimateMessagePages, estimateMinuteWindows } from './estimates.ts';
import type { KnownFacts } from './known-facts.ts';
import type { PlanScope } from './plan-scope.ts';

/** An app that is billed by its statistics; where only sums are shown nothing has to be asked. */
export async function measureLedgerApp(
  scope: PlanScope,
  app: App,
  known: KnownFacts,
): Promise<AppSizes> {
  const { windows, needs } = scope;
  const size = {
    ...EMPTY,
    mode: app.mode,
    windows: await known.countUnknownWindows('token-costs', windows),
  };
  const showsSums = !needs.users && !needs.models;
  if (showsSums || app.mode === 'agent') return certainly(size);
  const ledger = await askPeriod(scope, app, 'token-costs');
  const spent = ledger.map(({ count, units }) => ({ totalTokens: count, units }));
  if (!needsLedgerDetail(needs, spent)) return certainly({ ...size, isUsed: false });
  return app.mode === 'completion'
    ? await measureGenerations(scope, app, known, size, ledger.length)
    : await measureChat(scope, app, known, size);
}

async function measureChat(
  scope: PlanScope,
  app: App,
  known: KnownFacts,
  size: AppSize,
): Promise<AppSizes> {
  const { period, windows } = scope;
  const messages = await countInPeriod(scope, app, 'daily-messages');
  const until = windows.at(0)?.from ?? period.start;
  const read = await countConversations(scope, app, known, until);
  const fresh = Math.round(messages * read.share);
  const sizes = certainly({ ...size, conversations: read.listed }, messages);
  return withEstimate(
    withEstimate(sizes, 'messagePages', estimateMessagePages(read.unread, fresh)),
    'minuteWindows',
    estimateMinuteWindows({
      ...scope,
      mode: app.mode,
      messages: fresh,
      conversations: read.unread,
    }),
  );
}

async function measureGenerations(
  scope: PlanScope,
  app: App,
  known: KnownFacts,
  size: AppSize,
  daysWithUsage: number,
): Promise<AppSizes> {
  const { session, period, windows, accountTimeZone } = scope;
  const query = begunIn(period, accountTimeZone);
  const logged = await countRows(session, app.id, 'completion-conversations', query);
  const fresh = Math.max(logged - known.countGenerations(period), 0);
  const unknown = await known.countUnknownWindows('daily-messages', windows);
  const countWindows = Math.min(unknown, daysWithUsage);
  return withEstimate(
    certainly({ ...size, logged, countWindows }, logged),
    'minuteWindows',
    estimateMinuteWindows({ ...scope, mode: app.mode, messages: fresh, conversations: fresh }),
  );
}
