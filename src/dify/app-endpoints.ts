import * as v from 'valibot';
import type { Instant } from '../period/period.ts';
import { expressibleBounds, toWallMinute } from '../period/wall-clock.ts';
import type { App } from '../usage/app.ts';
import { undefinedWhenGone } from './dify-error.ts';
import type { DifySession } from './dify-session.ts';
import { fetchStatistics, type Statistic } from './statistics.ts';
import { IdSchema } from './wire.ts';

/** Something that an export of an app asks of Dify, in its cheapest form. */
export type AppEndpoint = {
  /** `GET /apps/{app}/chat-conversations`. */
  readonly name: string;
  /** Throws a `HttpError`. */
  readonly ask: () => Promise<unknown>;
};

export type EndpointScope = {
  readonly session: DifySession;
  readonly accountTimeZone: string;
  readonly now: Instant;
};

const RowsSchema = v.object({ data: v.array(v.object({ id: IdSchema })) });
const MINUTE_MS = 60_000;

/**
 * What an export reads of an app of this mode: lists for one row, statistics of one minute. Never the
 * detail of a conversation, which would mark it as read (usage-data B.3).
 */
export function endpointsOf(scope: EndpointScope, app: App): readonly AppEndpoint[] {
  const { listsAppRuns } = scope.session.traits;
  const runs = listsAppRuns ? [listOf(scope, app, 'workflow-runs')] : [];
  switch (app.mode) {
    case 'workflow':
      return [
        statistic(scope, app, 'workflow/token-costs'),
        listOf(scope, app, 'workflow-app-logs'),
        ...runs,
      ];
    case 'advanced-chat':
      return [statistic(scope, app, 'workflow/token-costs'), ...runs, conversations(scope, app)];
    case 'completion':
      return [statistic(scope, app, 'token-costs'), listOf(scope, app, 'completion-conversations')];
    case 'chat':
    case 'agent-chat':
      return [statistic(scope, app, 'token-costs'), conversations(scope, app)];
    case 'agent':
      return [statistic(scope, app, 'token-costs')];
    default:
      return [];
  }
}

type List = 'workflow-app-logs' | 'workflow-runs' | 'completion-conversations';

function listOf({ session }: EndpointScope, app: App, list: List): AppEndpoint {
  const query = list === 'workflow-runs' ? { triggered_from: 'app-run' } : { page: 1 };
  return {
    name: `GET /apps/{app}/${list}`,
    ask: () =>
      session.get(`/apps/{app}/${list}`, { app: app.id }, { ...query, limit: 1 }, RowsSchema),
  };
}

/** The list, and the messages of its first conversation, which from 1.9.1 on need a role too. */
function conversations({ session }: EndpointScope, app: App): AppEndpoint {
  return {
    name: 'GET /apps/{app}/chat-conversations',
    async ask() {
      const query = { page: 1, limit: 1 };
      const list = '/apps/{app}/chat-conversations';
      const { data } = await session.get(list, { app: app.id }, query, RowsSchema);
      const [first] = data;
      if (first === undefined) return;
      const messages = { conversation_id: first.id, limit: 1 };
      await session
        .get('/apps/{app}/chat-messages', { app: app.id }, messages, RowsSchema)
        .catch(undefinedWhenGone); // as the conversation may be by now
    },
  };
}

function statistic(scope: EndpointScope, app: App, which: Statistic): AppEndpoint {
  const { session, accountTimeZone, now } = scope;
  const { before: to } = expressibleBounds(now, accountTimeZone);
  const { before: from } = expressibleBounds(to - MINUTE_MS, accountTimeZone);
  const window = {
    start: toWallMinute(from, accountTimeZone),
    end: toWallMinute(to, accountTimeZone),
    from,
    to,
    attribution: { kind: 'straddling', earlier: undefined, later: undefined },
  } as const;
  return {
    name: `GET /apps/{app}/${which.replace(/^(?:workflow\/)?/, '$&statistics/')}`,
    ask: () => fetchStatistics(session, app.id, which, window),
  };
}
