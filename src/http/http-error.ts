import { message, type Text } from '../language/message.ts';
import { ToldError } from '../language/told-error.ts';

/** What could make the same request succeed later: time alone, an operator, or nothing. */
export type Remedy = 'time' | 'operator' | 'none';

/**
 * The exchange did not produce a usable answer.
 *
 * Messages name the host, what happened and what to do; never a path, a query,
 * a credential or a body, since they end in logs and chats.
 */
export abstract class HttpError extends ToldError {
  readonly host: string;
  abstract readonly remedy: Remedy;

  constructor(host: string, told: Text, options?: { readonly cause: unknown }) {
    super(told, options);
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

  constructor(host: string, problem: Text, details: WayDetails) {
    super(host, message('network_unreachable', { host: way(host, details), problem }), details);
  }
}

/** The connection cannot be trusted or encrypted as it is set up; waiting does not change that. */
export class TlsError extends HttpError {
  override readonly name = 'TlsError';
  readonly remedy = 'operator';

  constructor(host: string, problem: Text, details: WayDetails) {
    super(host, message('network_insecure', { host: way(host, details), problem }), details);
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
    problem: Text,
    { remedy, status, cause }: ProxyFailure,
  ) {
    super(host, message('network_proxy', { host, proxy: proxyHost, problem }), { cause });
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
    const values = { host: way(host, details), timeout: timeoutMs };
    super(host, message('network_timeout', values), details);
  }
}

function way(host: string, { proxyHost: proxy }: WayDetails): Text {
  return proxy === undefined ? host : message('network_through_proxy', { host, proxy });
}

export type FormatProblem = 'html' | 'json' | 'type' | 'size';

export class ResponseFormatError extends HttpError {
  override readonly name = 'ResponseFormatError';
  readonly remedy: Remedy;
  readonly problem: FormatProblem;

  constructor(host: string, problem: FormatProblem, options?: { readonly cause: unknown }) {
    super(host, message('network_format', { host, what: message(`format_${problem}`) }), options);
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
    const to =
      destination === undefined
        ? message('network_redirect_elsewhere')
        : message('network_redirect_to', { address: destination });
    super(host, message('network_redirect', { host, to, status }));
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
    super(
      host,
      detail === undefined
        ? message('network_status', { host, status })
        : message('network_status_detail', { host, status, detail }),
    );
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
