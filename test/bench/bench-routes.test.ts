import { describe, expect, it } from 'vitest';
import { OWNER } from '../support/fake-dify/builders.ts';
import { allRoutes, dispatch } from '../support/fake-dify/dispatch.ts';
import { fakeState } from '../support/fake-dify/fake-state.ts';
import type { FakeState, Route } from '../support/fake-dify/route.ts';
import { signToken } from '../support/fake-dify/tokens.ts';
import type { World } from '../support/fake-dify/world.ts';
import { benchRoutes } from './server/bench-routes.ts';
import {
  type Served,
  toConversation,
  toLog,
  toMessage,
  toRun,
  usersOf,
} from './server/bench-rows.ts';
import { buildApps } from './server/build-apps.ts';
import { benchId } from './world/bench-ids.ts';
import { type BenchWorld, callsBefore, conversationsIn, spanOf } from './world/bench-world.ts';

const VERSION = '1.14.2';
const MODELS = ['gpt-4o', 'gpt-4o-mini'] as const;
const CHAT = { calls: 250, perConversation: 10, atOnce: 4, users: 7, models: MODELS };
const WORLD: BenchWorld = {
  month: '2025-06',
  apps: [
    { ...CHAT, mode: 'workflow' },
    { ...CHAT, mode: 'advanced-chat' },
    { ...CHAT, mode: 'chat', perConversation: 120 },
    { ...CHAT, mode: 'completion', perConversation: 1, atOnce: 1 },
  ],
};

describe('what the bench Dify computes is what the fake Dify answers of the same rows', () => {
  const [workflow, advanced, chat, completion] = buildApps(VERSION, WORLD).apps.map(({ id }) => id);
  const month = 'start=2025-06-01+00:00&end=2025-07-01+00:00';
  const hours = 'start=2025-06-03+05:12&end=2025-06-05+21:40';
  const isoHours = 'created_at__after=2025-06-03T05:12:00Z&created_at__before=2025-06-05T21:40:00Z';
  const lists = 'sort_by=updated_at&start=2025-05-31+23:40';

  it.each([
    `/apps/${workflow}/workflow-app-logs?page=2&limit=97`,
    `/apps/${workflow}/workflow-app-logs?page=1&limit=100&${isoHours}`,
    `/apps/${workflow}/workflow-runs?triggered_from=app-run&limit=100`,
    `/apps/${workflow}/workflow-runs?triggered_from=app-run&limit=100&last_id=${benchId('run', 0, 99)}`,
    `/apps/${workflow}/workflow/statistics/token-costs?${month}`,
    `/apps/${workflow}/workflow/statistics/daily-conversations?${hours}`,
    `/apps/${advanced}/workflow-runs?triggered_from=app-run&limit=100&last_id=${benchId('run', 1, 50)}`,
    `/apps/${advanced}/workflow-runs/${benchId('run', 1, 50)}`,
    `/apps/${advanced}/chat-conversations?page=1&limit=100&${lists}`,
    `/apps/${advanced}/chat-messages?limit=100&conversation_id=${benchId('conversation', 1, 6)}`,
    `/apps/${chat}/chat-conversations?page=1&limit=2&${lists}`,
    `/apps/${chat}/chat-messages?limit=20&conversation_id=${benchId('conversation', 2, 1)}`,
    `/apps/${chat}/chat-messages?limit=20&conversation_id=${benchId('conversation', 2, 1)}&first_id=${benchId('message', 2, 41)}`,
    `/apps/${chat}/statistics/token-costs?${hours}`,
    `/apps/${chat}/statistics/daily-messages?${month}`,
    `/apps/${completion}/completion-conversations?page=2&limit=100&${month}`,
    `/apps/${completion}/completion-conversations?page=1&limit=100&${hours}`,
    `/apps/${completion}/statistics/token-costs?start=2025-06-07+00:01&end=2025-06-07+03:00`,
  ])('%s', (path) => {
    const { bench, fake } = twoServers('2025-06-21T10:00:00Z');
    expect(bench(path)).toEqual(fake(path));
    expect(bench(path)).toMatchObject({ status: 200 });
  });

  it('names the nodes of a run, which spent what the run did', () => {
    const { bench } = twoServers('2025-08-01T00:00:00Z');
    const answer = bench(`/apps/${workflow}/workflow-runs/${benchId('run', 0, 9)}/node-executions`);
    const { body } = answer;
    const { data } = body as { readonly data: readonly NodeRow[] };
    expect(data.map(({ node_type }) => node_type)).toEqual(['start', 'llm', 'llm', 'end']);
    const tokens = data.map((row) => row.execution_metadata.total_tokens ?? 0);
    const { totalTokens } = toRun(served(0, Number.POSITIVE_INFINITY), 9);
    expect(tokens.reduce((sum, count) => sum + count, 0)).toBe(totalTokens);
  });

  it('refuses nothing silently that it cannot compute', () => {
    const { bench } = twoServers('2025-08-01T00:00:00Z');
    expect(() => bench(`/apps/${chat}/statistics/daily-end-users?${month}`)).toThrow(
      'The bench has no',
    );
  });
});

type NodeRow = {
  readonly node_type: string;
  readonly execution_metadata: { readonly total_tokens?: number };
};

function twoServers(now: string) {
  const apps = buildApps(VERSION, WORLD);
  const ids = apps.apps.map(({ id }) => id);
  const clock = () => Date.parse(now);
  const benchState = fakeState(VERSION, apps, {}, clock);
  const fakeServer = fakeState(VERSION, materialise(apps, clock()), {}, clock);
  return {
    bench: (path: string) => get(benchRoutes(VERSION, WORLD, ids), benchState, path),
    fake: (path: string) => get(allRoutes(VERSION), fakeServer, path),
  };
}

function get(routes: readonly Route[], state: FakeState, path: string) {
  const url = new URL(path, 'http://bench');
  const account = state.world.accounts.find(({ email }) => email === OWNER.email);
  const exp = state.now() / 1000 + 60;
  const token = (claims: object) => signToken({ ...claims, exp });
  const access = token({ user_id: account?.id });
  const csrf = token({ sub: account?.id });
  const headers = {
    cookie: `access_token=${access}; csrf_token=${csrf}`,
    'x-csrf-token': csrf,
  };
  const { pathname, searchParams: query } = url;
  return dispatch(routes, { method: 'GET', path: pathname, query, headers, body: '' }, state);
}

function served(place: number, now: number): Served {
  const app = WORLD.apps[place];
  if (app === undefined) throw new TypeError(`No app ${place}`);
  const span = spanOf(WORLD);
  const calls = callsBefore(span, app, now / 1000);
  const id = buildApps(VERSION, WORLD).apps[place]?.id ?? '';
  return { app, place, id, span, calls };
}

/** All rows of the bench world that there are by now. */
function materialise(apps: World, now: number): World {
  const world: World = {
    ...apps,
    endUsers: [],
    conversations: [],
    messages: [],
    runs: [],
    logs: [],
  };
  for (const [place, app] of WORLD.apps.entries()) {
    const its = served(place, now);
    world.endUsers.push(...usersOf(its, range(app.users)));
    const hasRuns = app.mode === 'workflow' || app.mode === 'advanced-chat';
    if (hasRuns) world.runs.push(...range(its.calls).map((call) => toRun(its, call)));
    if (app.mode === 'workflow') {
      world.logs.push(...range(its.calls).map((call) => toLog(its, call)));
      continue;
    }
    const conversations = range(conversationsIn(app, its.calls));
    world.conversations.push(...conversations.map((number) => toConversation(its, number)));
    world.messages.push(...range(its.calls).map((call) => toMessage(its, call)));
  }
  return world;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, place) => place);
}
