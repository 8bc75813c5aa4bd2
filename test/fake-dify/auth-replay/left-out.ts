import type { Exchange } from './exchange.ts';

/** Why a recorded exchange is not replayed; undefined for all that are. */
export function reasonToLeaveOut(version: string, { id, request }: Exchange): string | undefined {
  const { method, path } = request;
  if (!['GET', 'POST'].includes(method)) {
    return 'the program sends GET and POST only';
  }
  if (path.startsWith('(absolute)') || path === '' || path === '/') {
    return 'outside the routes of the console API';
  }
  if (/compression/.test(id)) return 'compression belongs to the transport';
  if (NOT_CALLED.test(path) || (method === 'POST' && path === '/apps')) {
    return 'a route that the program never calls';
  }
  if (id.startsWith('enum.annotation')) return 'a filter that the program never sends';
  if (id === 'start.ancient') return 'the program never asks for the year 1';
  if (id.startsWith('init.')) return 'INIT_PASSWORD is no option of the fake';
  if (id === 'apps.created.listed') return 'lists what a left-out POST /apps has made';
  if (id === 'https.admin-key-off.all-workspaces') {
    return 'a key that is set but not enabled is no option of the fake';
  }
  if (id === 'fresh.refresh.ok' || id === 'nopw.refresh') {
    return 'needs a session from before the server was set like this';
  }
  if (version === '1.8.1' && id.startsWith('login.after-password-change')) {
    return 'here the left-out POST /account/password had stored another password';
  }
  return undefined;
}

const NOT_CALLED = new RegExp(
  [
    '^/(features|tags|account/password)$',
    '^/apps/[^/]+/statistics/(average-|user-satisfaction|tokens-per-second)',
    '^/apps/[^/]+/workflow/statistics/average-',
    '^/apps/[^/]+/workflows/draft$',
  ].join('|'),
);
