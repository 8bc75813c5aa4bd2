import { chatItem, completionItem } from '../../support/fake-dify/conversations.ts';
import { messageItem } from '../../support/fake-dify/messages.ts';
import type { Page } from '../../support/fake-dify/page.ts';
import { intParam, LIMIT, PAGE } from '../../support/fake-dify/query-params.ts';
import type { Answer, Ctx } from '../../support/fake-dify/route.ts';
import { timeRange } from '../../support/fake-dify/time-range.ts';
import { logItem } from '../../support/fake-dify/workflow-logs.ts';
import { runItem } from '../../support/fake-dify/workflow-runs.ts';
import { rowOfId } from '../world/bench-ids.ts';
import {
  callOf,
  callsBefore,
  conversationOf,
  conversationsIn,
  messagesIn,
  userOf,
} from '../world/bench-world.ts';
import {
  type Served,
  toConversation,
  toLog,
  toMessage,
  toRun,
  usersOf,
  withRows,
} from './bench-rows.ts';

/** `workflow-app-logs`, newest first; both bounds are inclusive. */
export function listLogs(ctx: Ctx, served: Served): Answer {
  const after = Date.parse(ctx.query.get('created_at__after') ?? '') / 1000;
  const before = Date.parse(ctx.query.get('created_at__before') ?? '') / 1000;
  const first = Number.isNaN(after) ? 0 : callsBefore(served.span, served.app, Math.ceil(after));
  const end = Number.isNaN(before)
    ? served.calls
    : Math.min(served.calls, callsBefore(served.span, served.app, Math.floor(before) + 1));
  return numbered(ctx, end - first, (places) => {
    const calls = places.map((place) => end - 1 - place);
    const page = withRows(ctx, {
      endUsers: usersOf(
        served,
        calls.map((call) => userOf(served.app, call)),
      ),
      runs: calls.map((call) => toRun(served, call)),
    });
    return calls.map((call) => logItem(page, toLog(served, call)));
  });
}

/** `workflow-runs`, newest first; the cursor's own second is left out. */
export function listRuns(ctx: Ctx, served: Served): Answer {
  const limit = intParam(ctx, 'limit', LIMIT);
  const lastId = ctx.query.get('last_id');
  const end = lastId === null ? served.calls : rowOfId(lastId);
  const first = Math.max(0, end - limit);
  const data = range(end - first).map((place) => runItem(ctx, toRun(served, end - 1 - place)));
  return { status: 200, body: { limit, has_more: first > 0, data } };
}

/** `chat-conversations?sort_by=updated_at`, and those that began after the month, which are none. */
export function listChats(ctx: Ctx, served: Served): Answer {
  const { app, span, calls } = served;
  const { startUs = Number.NEGATIVE_INFINITY } = timeRange(ctx);
  const order = ctx.query.get('sort_by');
  if (order === 'created_at' && startUs >= span.end * 1e6) return numbered(ctx, 0, () => []);
  if (order !== 'updated_at') throw new Error('The bench knows one order only');
  if (startUs > span.start * 1e6) throw new Error('The bench lists whole months only');
  const conversations = byLastMessage(served);
  return numbered(ctx, conversations.total, (places) => {
    const numbers = places.map(conversations.nth);
    const page = withRows(ctx, {
      messages: [],
      endUsers: usersOf(
        served,
        numbers.map((number) => number % app.users),
      ),
    });
    return numbers.map((number) => {
      const messages = messagesIn(app, number, calls);
      const success = { success: messages, failed: 0, partial_success: 0 };
      return {
        ...chatItem(page, toConversation(served, number)),
        message_count: messages,
        status_count: app.mode === 'advanced-chat' ? success : null,
      };
    });
  });
}

/** In a group that has only begun, those that had the last turns come last. */
function byLastMessage({ app, calls }: Served) {
  const total = conversationsIn(app, calls);
  const inGroup = calls % (app.perConversation * app.atOnce);
  const started = Math.min(app.atOnce, inGroup);
  const whole = total - started;
  const turn = inGroup % app.atOnce;
  const isRotated = inGroup > app.atOnce;
  const nth = (place: number) => {
    if (place < whole || !isRotated) return place;
    return whole + ((place - whole + turn) % app.atOnce);
  };
  return { total, nth };
}

/** `completion-conversations`, newest first. */
export function listCompletions(ctx: Ctx, served: Served): Answer {
  const { app, span, calls } = served;
  const { startUs = span.start * 1e6, endUs = span.end * 1e6 } = timeRange(ctx);
  const first = callsBefore(span, app, Math.ceil(startUs / 1e6));
  const end = Math.min(calls, callsBefore(span, app, Math.ceil(endUs / 1e6) + 59));
  return numbered(ctx, end - first, (places) => {
    const numbers = places.map((place) => end - 1 - place);
    const page = withRows(ctx, {
      endUsers: usersOf(
        served,
        numbers.map((number) => number % app.users),
      ),
    });
    return numbers.map((number) => completionItem(page, toConversation(served, number)));
  });
}

/** `chat-messages`, the newest page first, ascending inside; the cursor's own second is left out. */
export function listMessages(ctx: Ctx, served: Served): Answer {
  const { app, calls } = served;
  const limit = intParam(ctx, 'limit', LIMIT);
  const conversation = rowOfId(ctx.query.get('conversation_id') ?? '');
  const firstId = ctx.query.get('first_id');
  const end =
    firstId === null ? messagesIn(app, conversation, calls) : placeOf(served, rowOfId(firstId));
  const first = Math.max(0, end - limit);
  const data = range(end - first).map((place) =>
    messageItem(ctx, toMessage(served, callOf(app, conversation, first + place))),
  );
  return { status: 200, body: { limit, has_more: first > 0, data } };
}

function placeOf({ app }: Served, call: number): number {
  const conversation = conversationOf(app, call);
  return (call - callOf(app, conversation, 0)) / app.atOnce;
}

/** A page by offset, as `pageOf` of the fake Dify makes it of rows that exist. */
function numbered(
  ctx: Ctx,
  total: number,
  toItems: (places: readonly number[]) => readonly object[],
): Answer {
  const page = intParam(ctx, 'page', PAGE);
  const limit = intParam(ctx, 'limit', LIMIT);
  const start = Math.min(total, (page - 1) * limit);
  const end = Math.min(total, start + limit);
  const body: Page<object> = {
    page,
    limit,
    total,
    has_more: total > page * limit,
    data: toItems(range(end - start).map((place) => start + place)),
  };
  return { status: 200, body };
}

function range(length: number): number[] {
  return Array.from({ length }, (_, place) => place);
}
