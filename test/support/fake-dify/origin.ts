/** Where a use of an app comes from. */
export type Origin =
  | 'service-api'
  | 'web-app'
  | 'explore'
  | 'debugger'
  | 'webhook'
  | 'schedule'
  | 'plugin';

export function isTrigger(origin: Origin): boolean {
  return origin === 'webhook' || origin === 'schedule' || origin === 'plugin';
}

/** The person signed in to the console, rather than an end user. */
export function isByAccount(origin: Origin): boolean {
  return origin === 'explore' || origin === 'debugger';
}

/** `workflow_runs.triggered_from` */
export function triggeredFrom(origin: Origin): string {
  if (origin === 'debugger') return 'debugging';
  return isTrigger(origin) ? origin : 'app-run';
}

/** `workflow_app_logs.created_from`; triggers are logged as API calls. */
export function createdFrom(origin: Origin): string {
  if (origin === 'explore') return 'installed-app';
  return origin === 'web-app' ? 'web-app' : 'service-api';
}
