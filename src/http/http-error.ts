/** What could make the same request succeed later: time alone, an operator, or nothing. */
export type Remedy = 'time' | 'operator' | 'none';

/**
 * The exchange did not produce a usable answer.
 *
 * Messages name the host, what happened and what to do; never a path, a query,
 * a credential or a body, since they end in logs and chats.
 */
export abstract class HttpError extends Error {
  readonly host: string;
  abstract readonly remedy: Remedy;

  constructor(host: string, message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.host = host;
  }
}

/** What is known of the way to the host. */
export type WayDetails = {
  readonly cause: unknown;
  /** The proxy that is on it, which may be what failed. */
  readonly proxyHost?: string | undefined;
};

export class NetworkError extends HttpError {
  override readonly name = 'NetworkError';
  readonly remedy = 'time';

  constructor(host: string, problem: string, details: WayDetails) {
    super(host, `Could not reach ${withProxy(host, details)}: ${problem}`, details);
  }
}

/** The connection cannot be trusted or encrypted as it is set up; waiting does not change that. */
export class TlsError extends HttpError {
  override readonly name = 'TlsError';
  readonly remedy = 'operator';

  constructor(host: string, problem: string, details: WayDetails) {
    super(host, `No secure connection to ${withProxy(host, details)}: ${problem}`, details);
  }
}

export type ProxyFailure = {
  readonly remedy: Remedy;
  /** What the proxy answered, when it did. */
  readonly status?: number;
  readonly cause?: unknown;
};

/** The proxy on the way is to blame, not the host. */
export class ProxyError extends HttpError {
  override readonly name = 'ProxyError';
  readonly remedy: Remedy;
  readonly status: number | undefined;
  /** It wants a user name and password, or others. */
  readonly isAboutCredentials: boolean;

  constructor(
    host: string,
    proxyHost: string,
    problem: string,
    { remedy, status, cause }: ProxyFailure,
  ) {
    super(host, `No way to ${host} through the proxy ${proxyHost}: ${problem}`, { cause });
    this.remedy = remedy;
    this.status = status;
    // tinyproxy answers 401 to a wrong password.
    this.isAboutCredentials = status === 407 || status === 401;
  }
}

export class TimeoutError extends HttpError {
  override readonly name = 'TimeoutError';
  readonly remedy = 'time';

  constructor(host: string, timeoutMs: number, details: WayDetails) {
    super(
      host,
      `${withProxy(host, details)} did not finish its answer within ${timeoutMs} ms`,
      details,
    );
  }
}

function withProxy(host: string, { proxyHost }: WayDetails): string {
  return proxyHost === undefined ? host : `${host} through the proxy ${proxyHost}`;
}

const FORMAT_PROBLEMS = {
  html: 'an HTML page instead of JSON; check the address, a proxy or login page may be in between',
  json: 'something that is not valid JSON',
  type: 'JSON of an unexpected shape',
  size: 'more than can be read',
} as const;

export type FormatProblem = keyof typeof FORMAT_PROBLEMS;

export class ResponseFormatError extends HttpError {
  override readonly name = 'ResponseFormatError';
  readonly remedy: Remedy;
  readonly problem: FormatProblem;

  constructor(host: string, problem: FormatProblem, options?: { readonly cause: unknown }) {
    super(host, `${host} answered with ${FORMAT_PROBLEMS[problem]}`, options);
    this.problem = problem;
    // An answer without a length that is cut in transit looks like broken JSON.
    this.remedy = problem === 'json' ? 'time' : 'operator';
  }
}

export class RedirectError extends HttpError {
  override readonly name = 'RedirectError';
  readonly remedy = 'operator';
  readonly status: number;

  constructor(host: string, status: number, destination: string | undefined) {
    const to = destination === undefined ? 'elsewhere' : `to ${destination}`;
    super(host, `${host} redirects ${to} (${status}); configure the final address`);
    this.status = status;
  }
}

export type StatusDetails = {
  readonly retryAfterMs?: number | undefined;
  /** A short harmless text that says more, e.g. the server's own error code. */
  readonly detail?: string | undefined;
};

export class HttpStatusError extends HttpError {
  override readonly name = 'HttpStatusError';
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly remedy: Remedy;

  constructor(host: string, status: number, { retryAfterMs, detail }: StatusDetails = {}) {
    super(host, `${host} answered ${status}${detail === undefined ? '' : `: ${detail}`}`);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
    this.remedy = remedyFor(status);
  }
}

const TRANSIENT: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);
const BLAMES_THE_REQUEST: ReadonlySet<number> = new Set([400, 413, 415, 422]);

// Anything unexpected is left to an operator: a wrong URL or key must not cost the data.
function remedyFor(status: number): Remedy {
  if (TRANSIENT.has(status)) return 'time';
  return BLAMES_THE_REQUEST.has(status) ? 'none' : 'operator';
}
