/** One request as the bench server saw it. */
export type LoggedRequest = {
  readonly method: string;
  /** Below the origin, with the query. */
  readonly url: string;
  /** With `{app}` and `{id}` for ids, without the query. */
  readonly route: string;
  readonly body: string;
  /** Milliseconds since the server started, at arrival. */
  readonly at: number;
  /** Requests being answered, this one included. */
  readonly inFlight: number;
  /** Ids of runs or conversations that the answer lists. */
  readonly shows: readonly string[];
};

export type ServerReport = {
  readonly total: number;
  readonly byRoute: Readonly<Record<string, number>>;
  readonly mostInFlight: number;
  /** The most statistics requests of more than a day for one app at the same time. */
  readonly mostAggregatesOfAnApp: number;
  /** What answering has cost the server. */
  readonly cpuMs: number;
  readonly firstAt: number;
  /** When the last answer was on its way. */
  readonly lastAt: number;
  /** Empty unless the log was asked for. */
  readonly requests: readonly LoggedRequest[];
  /** Of the last signed-in request, for whoever repeats it. */
  readonly headers: Readonly<Record<string, string>>;
};

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** `GET /apps/{app}/workflow-runs/{id}/node-executions` */
export function routeOf(method: string, path: string): string {
  const names = ['{app}', '{id}'];
  const parts = path.split('/').map((part) => (ID.test(part) ? (names.shift() ?? '{id}') : part));
  return `${method} ${parts.join('/')}`;
}

export function appOf(path: string): string | undefined {
  return /^\/apps\/([^/?]+)\//.exec(path)?.[1];
}
