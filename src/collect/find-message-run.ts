import { type Message, RUN_AFTER_MESSAGE_MS } from '../dify/messages.ts';
import type { Instant } from '../period/period.ts';
import type { ListedRun } from '../usage/run-usage.ts';
import type { CollectScope } from './collect-scope.ts';

/** Message times are rounded to whole seconds, so that one may be a little later than its run. */
const RUN_BEFORE_MESSAGE_MS = 2000;

/**
 * The run of an advanced-chat message, if it can have started in the period. Its own start is
 * asked for only where the message's time leaves the bucket in doubt.
 */
export async function findMessageRun(
  { reader, period, buckets }: CollectScope,
  { workflow_run_id: id, created_at: createdAt }: Message,
): Promise<ListedRun | undefined> {
  if (!id) return undefined;

  const earliest = createdAt - RUN_BEFORE_MESSAGE_MS;
  const latest = createdAt + RUN_AFTER_MESSAGE_MS;
  if (latest < period.start || earliest >= period.end) return undefined;

  const isDoubtful = buckets.some(
    ({ start, end }) => isBetween(start, earliest, latest) || isBetween(end, earliest, latest),
  );
  const detail = isDoubtful ? await reader.readRun(id) : undefined;
  return {
    id,
    startedAt: detail?.startedAt ?? createdAt,
    isStartGuessed: detail === undefined,
    status: detail?.status,
    countedTokens: undefined,
    inStatistics: true,
    creatorId: undefined,
    mayBeDebugChild: false,
  };
}

function isBetween(boundary: Instant, earliest: Instant, latest: Instant): boolean {
  return earliest < boundary && boundary <= latest;
}
