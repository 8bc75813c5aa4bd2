import { isOfOneBucket, MANY_WINDOWS } from '../collect/join-windows.ts';
import { countRows } from '../dify/count-rows.ts';
import { RUN_AFTER_MESSAGE_MS } from '../dify/messages.ts';
import { RUN_COUNTS } from '../dify/statistics.ts';
import { loggedBetween, logSpan } from '../dify/workflow-logs.ts';
import type { App } from '../usage/app.ts';
import { type AppSizes, certainly, EMPTY, withEstimate } from './app-sizes.ts';
import {
  countConversations,
  countInPeriod,
  countRunsSince,
  NO_CONVERSATIONS,
} from './ask-counts.ts';
import { type Estimate, estimate, estimateMessagePages } from './estimates.ts';
import type { KnownFacts } from './known-facts.ts';
import type { PlanScope } from './plan-scope.ts';

/** A workflow app: `workflow-app-logs` with `limit=1`, and the statistics of its runs. */
export async function measureWorkflowApp(
  scope: PlanScope,
  app: App,
  known: KnownFacts,
): Promise<AppSizes> {
  const { period, needs, session } = scope;
  const counted = await countInPeriod(scope, app, RUN_COUNTS);
  const { logged, ofPeriod } = await countLog(scope, app, counted);
  const { listsAppRuns } = session.traits;
  // More in the log are trigger runs; more in the statistics are looked for in the list of runs.
  const isListRead = listsAppRuns && counted > ofPeriod;
  const runs = isListRead ? counted : ofPeriod;
  const size = {
    ...EMPTY,
    mode: app.mode,
    logged,
    listedRuns: isListRead ? counted + (await countRunsSince(scope, app)) : undefined,
    runs: Math.max(runs - (await known.countRuns(period, needs.models)), 0),
  };
  return withEstimate(certainly(size), 'windows', estimateRunWindows(scope));
}

async function countLog(
  { session, period, now }: PlanScope,
  app: App,
  counted: number,
): Promise<{ readonly logged: number; readonly ofPeriod: number }> {
  const count = (query: Readonly<Record<string, string>>) =>
    countRows(session, app.id, 'workflow-app-logs', query);
  if (!session.traits.filtersLogsByTime) {
    const logged = await count({});
    return { logged, ofPeriod: Math.min(logged, counted) };
  }
  const { after, before } = logSpan(period, now);
  const logged = await count(loggedBetween(after, before));
  if (logged === 0 || before <= period.end) return { logged, ofPeriod: logged };
  return { logged, ofPeriod: await count(loggedBetween(period.start, period.end - 1000)) };
}

/** A chatflow: the statistics of its runs and messages, and `chat-conversations` with `limit=1`. */
export async function measureAdvancedChatApp(
  scope: PlanScope,
  app: App,
  known: KnownFacts,
): Promise<AppSizes> {
  const { session, period, needs, windows } = scope;
  const { listsAppRuns } = session.traits;
  const counted = await countInPeriod(scope, app, RUN_COUNTS);
  const messages = await countInPeriod(scope, app, 'daily-messages');
  const hasMessagesWithoutRun = listsAppRuns && messages > counted;
  const read =
    needs.messages || !listsAppRuns || hasMessagesWithoutRun
      ? await countConversations(scope, app, known, period.start - RUN_AFTER_MESSAGE_MS)
      : NO_CONVERSATIONS;
  // Without a list they are found through messages, and so those of deleted conversations are not.
  const runs = listsAppRuns ? counted : Math.min(counted, messages);
  const size = {
    ...EMPTY,
    mode: app.mode,
    listedRuns: listsAppRuns ? counted + (await countRunsSince(scope, app)) : undefined,
    runs: Math.max(runs - (await known.countRuns(period, needs.models)), 0),
    conversations: read.listed,
    hasMessagesWithoutRun,
    countWindows:
      countBuckets(scope) < MANY_WINDOWS
        ? await known.countUnknownWindows('daily-messages', windows)
        : 1,
  };
  const sizes = withEstimate(certainly(size, messages), 'windows', estimateRunWindows(scope));
  const pages = estimateMessagePages(read.unread, messages * read.share);
  return withEstimate(sizes, 'messagePages', pages);
}

function estimateRunWindows(scope: PlanScope): Estimate {
  const buckets = countBuckets(scope);
  if (buckets >= MANY_WINDOWS) return { least: 1, expected: 1, most: 1 + buckets };
  const asked = scope.windows.filter(({ attribution }) => attribution.kind !== 'straddling').length;
  return estimate(() => asked);
}

function countBuckets({ windows }: PlanScope): number {
  return windows.filter(isOfOneBucket).length;
}
