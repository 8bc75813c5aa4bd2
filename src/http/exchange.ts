import type { IncomingHttpHeaders } from 'node:http';
import { startDeadline } from '../deadline.ts';
import { collectAnswer } from './collect-answer.ts';
import { TimeoutError } from './http-error.ts';
import { parseRetryAfter } from './retry-after.ts';
import type { Route } from './route.ts';
import { toHttpError } from './to-http-error.ts';

export type ExchangeRequest = {
  readonly method: 'GET' | 'POST' | 'HEAD' | 'OPTIONS';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type ExchangeOptions = {
  readonly dispatcher: Route;
  /** For the whole exchange, the last byte of the answer included. */
  readonly timeoutMs: number;
  /** Ends the exchange early; its reason is thrown as it is. */
  readonly signal: AbortSignal;
  /** How much of the answer is read. */
  readonly maxBytes: number;
  readonly now: () => number;
};

/** Whatever the status: only an exchange without an answer is an error here. */
export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The answer went on beyond `maxBytes`. */
  readonly truncated: boolean;
  readonly retryAfterMs: number | undefined;
  /** How far the server's clock is ahead of ours, when it sent a `Date`. */
  readonly clockSkewMs: number | undefined;
};

/** One HTTP request to exactly this address: redirects are answers like any other. */
export async function exchange(
  url: URL,
  request: ExchangeRequest,
  options: ExchangeOptions,
): Promise<Answer> {
  const deadline = startDeadline(options.timeoutMs, options.signal);
  try {
    return await send(url, request, options, deadline.signal);
  } catch (cause) {
    options.signal.throwIfAborted();
    const { proxyHost } = options.dispatcher;
    if (deadline.hasExpired()) {
      throw new TimeoutError(url.host, options.timeoutMs, { cause, proxyHost });
    }
    throw toHttpError(url.host, cause, proxyHost);
  } finally {
    deadline.stop();
  }
}

export function firstHeader(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

async function send(
  url: URL,
  { method, headers, body }: ExchangeRequest,
  { dispatcher, maxBytes, now }: ExchangeOptions,
  signal: AbortSignal,
): Promise<Answer> {
  const answer = await collectAnswer(
    dispatcher,
    {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers: { accept: 'application/json', 'accept-encoding': 'identity', ...headers },
      body: body ?? null,
      // The signal is the one clock; undici's own timeouts would cut a longer one short.
      headersTimeout: 0,
      bodyTimeout: 0,
    },
    { signal, maxBytes },
  );

  const dateHeader = firstHeader(answer.headers, 'date');
  const serverNow = dateHeader === undefined ? Number.NaN : Date.parse(dateHeader);
  const hasClock = !Number.isNaN(serverNow);
  return {
    status: answer.status,
    headers: answer.headers,
    text: answer.body.toString('utf8'),
    truncated: answer.truncated,
    retryAfterMs: parseRetryAfter(
      firstHeader(answer.headers, 'retry-after'),
      hasClock ? serverNow : now(),
    ),
    clockSkewMs: hasClock ? serverNow - now() : undefined,
  };
}
