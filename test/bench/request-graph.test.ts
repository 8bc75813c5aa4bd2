import { describe, expect, it } from 'vitest';
import { planRequests } from './plan/request-graph.ts';
import { type LoggedRequest, routeOf } from './server/request-log.ts';

const APP = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';
const RUN = '0000000d-0000-4000-8000-000000000001';
const RUN_2 = '0000000d-0000-4000-8000-000000000002';
const CHAT = '0000000b-0000-4000-8000-000000000001';

describe('the plan of recorded requests', () => {
  it('signs in step by step, then begins with every list at once', () => {
    expect(
      planOf('/system-features', '/login', '/apps', list(APP, 1), list(OTHER, 1)).slice(0, 5),
    ).toEqual([[], [0], [1], [2], [2]]);
  });

  it('needs a page for the next one and for what it shows', () => {
    expect(
      planOf(
        '/apps',
        [list(APP, 1), RUN],
        nodes(APP, RUN),
        [list(APP, 2), RUN_2],
        nodes(APP, RUN_2),
      ),
    ).toEqual([[], [0], [1], [1], [3]]);
  });

  it('reads the pages of one conversation in turn', () => {
    const messages = `/apps/${APP}/chat-messages?conversation_id=${CHAT}`;
    const chats = `/apps/${APP}/chat-conversations?page=1`;
    expect(planOf('/apps', [chats, CHAT], messages, `${messages}&first_id=x`)).toEqual([
      [],
      [0],
      [1],
      [2],
    ]);
  });

  it('asks minutes when everything of the app is listed', () => {
    const costs = `/apps/${APP}/statistics/token-costs`;
    expect(
      planOf('/apps', `${costs}?start=month`, list(APP, 1), `${costs}?start=1`, `${costs}?start=2`),
    ).toEqual([[], [0], [0], [2], [3], [3]]);
  });

  it('looks at the account again when all else is answered', () => {
    expect(
      planOf('/apps', list(APP, 1), list(OTHER, 1), '/workspaces', '/account/profile'),
    ).toEqual([[], [0], [0], [0, 1, 2], [3], [4]]);
  });
});

describe('a route', () => {
  it('has names for ids', () => {
    expect(routeOf('GET', `/apps/${APP}/workflow-runs/${RUN}/node-executions`)).toBe(
      'GET /apps/{app}/workflow-runs/{id}/node-executions',
    );
  });
});

function list(app: string, page: number): string {
  return `/apps/${app}/workflow-app-logs?page=${page}`;
}

function nodes(app: string, run: string): string {
  return `/apps/${app}/workflow-runs/${run}/node-executions`;
}

/** What each request comes after, points of waiting included. */
function planOf(...paths: readonly (string | readonly [string, ...string[]])[]) {
  const log = paths.map((entry): LoggedRequest => {
    const [path, ...shows] = typeof entry === 'string' ? [entry] : entry;
    const route = routeOf('GET', path.replace(/\?.*/, ''));
    const url = `/console/api${path}`;
    return { method: 'GET', url, route, body: '', at: 0, inFlight: 1, shows };
  });
  return planRequests(log).map(({ after }) => after);
}
