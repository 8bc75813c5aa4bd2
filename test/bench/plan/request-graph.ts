import { appOf, type LoggedRequest } from '../server/request-log.ts';

/** A request, or a point that several wait for, and what has to be answered before it can begin. */
export type PlannedRequest = {
  readonly request: Pick<LoggedRequest, 'method' | 'url' | 'body'> | undefined;
  /** Places in the list; always smaller than its own. */
  readonly after: readonly number[];
};

const PREFIX = '/console/api';
const LISTS = /\/(workflow-app-logs|workflow-runs|chat-conversations|completion-conversations)$/;

/**
 * Which of the requests need an answer of which others, whoever makes them: a page needs the one
 * before it, what a list shows needs the page that shows it, minutes need all that an app lists.
 * Everything else may be asked at once. Signing in comes before, and checking that nobody has
 * moved the account comes after.
 */
export function planRequests(log: readonly LoggedRequest[]): PlannedRequest[] {
  const planned: PlannedRequest[] = [];
  const add = (request: PlannedRequest['request'], after: readonly (number | undefined)[]) => {
    planned.push({ request, after: after.filter((place) => place !== undefined) });
    return planned.length - 1;
  };
  const lastUsage = log.findLastIndex(({ route }) => route.includes('{app}'));
  const lastPages = new Map<string, number>();
  const shownBy = new Map<string, number>();
  const listings = new Map<string, number[]>();
  const minutes = new Map<string, number>();
  const asked = new Set<string>();
  let signedIn: number | undefined;
  let last: number | undefined;

  for (const [position, request] of log.entries()) {
    const url = new URL(request.url, 'http://bench');
    const app = appOf(url.pathname.slice(PREFIX.length));
    if (app === undefined) {
      const isLast = position > lastUsage;
      if (isLast && last === undefined)
        last = add(
          undefined,
          planned.map((_, place) => place),
        );
      if (isLast) last = add(request, [last]);
      else signedIn = add(request, [signedIn]);
      continue;
    }
    const listing = listings.get(app) ?? [];
    listings.set(app, listing);
    if (request.route.includes('/statistics/')) {
      const key = url.pathname;
      const isFirst = !asked.has(key);
      asked.add(key);
      if (isFirst) add(request, [signedIn]);
      else {
        const listed =
          minutes.get(app) ?? add(undefined, listing.length > 0 ? listing : [signedIn]);
        minutes.set(app, listed);
        add(request, [listed]);
      }
      continue;
    }
    const key = pageKey(request, url);
    const isFirstPage = !lastPages.has(key);
    const cause = LISTS.test(request.route) ? signedIn : (shownBy.get(subjectOf(url)) ?? signedIn);
    const place = add(request, [isFirstPage ? cause : lastPages.get(key)]);
    lastPages.set(key, place);
    listing.push(place);
    for (const id of request.shows) if (!shownBy.has(id)) shownBy.set(id, place);
  }
  return planned;
}

/** Of what is read page by page, one after the other. */
function pageKey({ route }: LoggedRequest, url: URL): string {
  if (LISTS.test(route)) return url.pathname;
  return `${url.pathname} ${url.searchParams.get('conversation_id') ?? ''}`;
}

/** The run or conversation that a request is about. */
function subjectOf(url: URL): string {
  return url.searchParams.get('conversation_id') ?? url.pathname.split('/').at(-2) ?? '';
}
