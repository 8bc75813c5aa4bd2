import { readAppFilter } from './app-filter.ts';
import { appDetail, appItem } from './app-item.ts';
import { type AppOrder, pageOfApps } from './app-order.ts';
import { appNotFound, internalError, invalidParam } from './errors.ts';
import { readIntParam } from './int-param.ts';
import { isAtLeast } from './presets.ts';
import type { Answer, Ctx, SignedInRoute } from './route.ts';

export function appRoutes(): readonly SignedInRoute[] {
  return [
    { method: 'GET', pattern: /^\/apps$/, auth: true, handle: listApps },
    { method: 'GET', pattern: /^\/apps\/(?<appId>[^/]{36})$/, auth: true, handle: showApp },
  ];
}

/** `GET /apps`: all apps of the current workspace, whatever the role. */
function listApps({ query, state, account, workspaceId }: Ctx): Answer {
  const { version, world } = state;
  const page = readIntParam(version, query, 'page', { min: 1, max: 99_999, absent: 1 });
  if (typeof page !== 'number') return page;
  const limit = readIntParam(version, query, 'limit', { min: 1, max: 100, absent: 20 });
  if (typeof limit !== 'number') return limit;
  const filter = readAppFilter(version, query, account.id);
  if ('status' in filter) return filter;

  const apps = world.apps.filter((app) => app.workspaceId === workspaceId && filter.accepts(app));
  if (filter.byTag && apps.length === 0 && !isAtLeast(version, '1.11.3')) {
    return { status: 200, body: { data: [], total: 0, page: 1, limit: 20, has_more: false } };
  }
  const listed = pageOfApps(apps, orderOf(version, query), { page, limit });
  const odd = listed.find(({ status }) => status !== 'normal');
  if (odd !== undefined && isAtLeast(version, '1.14.0')) {
    return invalidParam(version, `'${odd.status}' is not a valid AppStatus`);
  }
  const chokes = isAtLeast(version, '1.10.0') && !isAtLeast(version, '1.11.0');
  if (chokes && listed.some(({ brokenDraft }) => brokenDraft)) return internalError(version);
  const total = apps.length;
  const data = listed.map((app) => appItem(version, app));
  return { status: 200, body: { page, limit, total, has_more: page * limit < total, data } };
}

/** `sort_by` is known after 1.14 only, where the default moves while apps are edited. */
function orderOf(version: string, query: URLSearchParams): AppOrder {
  if (!isAtLeast(version, '1.15.0')) return 'newest';
  switch (query.get('sort_by')) {
    case 'earliest_created':
      return 'oldest';
    case 'recently_created':
      return 'newest';
    default:
      return 'last-modified';
  }
}

function showApp({ params, state }: Ctx): Answer {
  const wanted = params['appId']?.toLowerCase();
  const app = state.world.apps.find(({ id }) => id === wanted);
  if (app === undefined) return appNotFound(state.version);
  return { status: 200, body: appDetail(state.version, app) };
}
