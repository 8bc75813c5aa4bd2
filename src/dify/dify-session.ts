import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import * as v from 'valibot';
import type { DifyConfig } from '../config/config.ts';
import { type Answer, exchange, firstHeader } from '../http/exchange.ts';
import { HttpError, TimeoutError } from '../http/http-error.ts';
import type { Instant } from '../period/period.ts';
import { useAdminKey } from './admin-key.ts';
import type { Headers } from './credentials.ts';
import { DifyError } from './dify-error.ts';
import { type DifyTraits, type DifyVersion, parseDifyVersion, traitsOf } from './dify-version.ts';
import { refusedInFront } from './foreign-answer.ts';
import type { LoginMarker } from './login-marker.ts';
import { readAnswer } from './read-answer.ts';
import type { RequestGate } from './request-gate.ts';
import { type DifyRetryOptions, retryRequest } from './retry-request.ts';
import { signIn } from './sign-in.ts';

export type SessionPorts = {
  readonly dispatcher: Dispatcher;
  readonly gate: RequestGate;
  readonly now: () => Instant;
  /** In ms from anywhere; no correction of the clock moves it. */
  readonly monotonicNow: () => number;
  readonly signal: AbortSignal;
  readonly userAgent: string;
  readonly loginMarker: LoginMarker;
  readonly retry: Omit<DifyRetryOptions, 'signal'>;
};

export type Query = Readonly<Record<string, string | number>>;

/** Reads Dify's console API as one account in one workspace. GET only, besides login and refresh. */
export type DifySession = {
  readonly host: string;
  readonly version: DifyVersion;
  readonly traits: DifyTraits;
  /** How far Dify's clock is ahead of ours, in ms; 0 when Dify does not send its time. */
  readonly clockSkewMs: number;
  /**
   * `GET /console/api` + template, its `{names}` filled from `params`.
   *
   * What comes back has passed `schema`, so that keys it does not name are gone. Throws a
   * `HttpError` when time did not help and a `DifyError` when Dify refused or the shape is wrong.
   */
  get<const Schema extends v.GenericSchema>(
    template: string,
    params: Readonly<Record<string, string>>,
    query: Query,
    schema: Schema,
  ): Promise<v.InferOutput<Schema>>;
};

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** Finds out the version, then signs in once; `workspaceId` goes with an admin key only. */
export async function openSession(
  config: DifyConfig,
  workspaceId: string | undefined,
  ports: SessionPorts,
): Promise<DifySession> {
  const base = `${config.origin}/console/api`;
  const host = new URL(config.origin).host;

  const send = (method: 'GET' | 'POST', path: string, headers: Headers, body?: string) =>
    exchange(
      new URL(`${base}${path}`),
      {
        method,
        // What Dify itself needs wins.
        headers: { 'user-agent': ports.userAgent, ...config.frontHeaders, ...headers },
        ...(body === undefined ? {} : { body }),
      },
      { ...ports, timeoutMs: config.timeoutMs, maxBytes: MAX_ANSWER_BYTES },
    );
  const retry = <Result>(attempt: () => Promise<Result>) =>
    retryRequest(attempt, { ...ports.retry, signal: ports.signal });

  const { version, clockSkewMs } = await retry(async () =>
    readVersion(host, await send('GET', '/system-features', {})),
  );
  const traits = traitsOf(version);
  const credentials =
    config.credential.kind === 'admin-key'
      ? useAdminKey(host, config.credential, workspaceId ?? '', version, traits)
      : await signIn(host, config, traits, ports, (path, headers, body) =>
          send('POST', path, headers, body),
        );

  async function ask<Schema extends v.GenericSchema>(
    endpoint: string,
    path: string,
    schema: Schema,
  ): Promise<v.InferOutput<Schema>> {
    let hasRenewed = false;
    for (;;) {
      // In the slot, since a wait for it may outlast the tokens.
      const { answer, headers } = await ports.gate.run(async () => {
        const headers = await credentials.headers();
        return {
          answer: await measure(endpoint, ports, () => send('GET', path, headers)),
          headers,
        };
      });
      // The slot is free again, and who waited for it sends before this answer is worked on.
      await nextTurn();
      try {
        return parse(host, endpoint, readMidway(host, endpoint, answer), schema);
      } catch (error) {
        const isSession = error instanceof DifyError && error.problem === 'session';
        if (!isSession || hasRenewed) throw error;
        hasRenewed = await ports.gate.run(() => credentials.renew(error, headers));
      }
    }
  }

  return {
    host,
    version,
    traits,
    clockSkewMs,
    get: (template, params, query, schema) => {
      const path = fillTemplate(template, params) + encodeQuery(query);
      const endpoint = `GET ${template}`;
      return retry(() => ask(endpoint, path, schema));
    },
  };
}

/** A page in the middle of a run is a gateway's hiccup: the address was right before. */
function readMidway(host: string, endpoint: string, answer: Answer): unknown {
  try {
    return readAnswer(host, endpoint, answer);
  } catch (cause) {
    if (!(cause instanceof DifyError && cause.problem === 'address')) throw cause;
    throw new DifyError('unavailable', cause.message, { ...cause, cause });
  }
}

function readVersion(host: string, answer: Answer) {
  const endpoint = 'GET /system-features';
  const { status } = answer;
  const isDify = answer.headers['x-version'] !== undefined;
  if (!isDify && (status === 401 || status === 403)) {
    throw refusedInFront(answer, { host, endpoint, status });
  }
  if (status === 404 || (!isDify && status === 405)) throw notDify(host, endpoint, status);
  readAnswer(host, endpoint, answer);
  const text = firstHeader(answer.headers, 'x-version') ?? '';
  const version = parseDifyVersion(text);
  if (version === undefined) {
    throw new DifyError(
      'address',
      `${host} does not say which Dify version it is: let the header X-Version pass through the proxy in front of Dify`,
      { host, endpoint, status: answer.status },
    );
  }
  return { version, clockSkewMs: answer.clockSkewMs ?? 0 };
}

function notDify(host: string, endpoint: string, status: number): DifyError {
  return new DifyError('address', `${host} has no Dify console API: check DIFY_API_BASE_URL`, {
    host,
    endpoint,
    status,
  });
}

/** Tells the gate how it went, so that it can slow down. */
async function measure(
  route: string,
  { gate, monotonicNow }: SessionPorts,
  send: () => Promise<Answer>,
): Promise<Answer> {
  const startedAt = monotonicNow();
  const report = (overloaded: boolean, retryAfterMs?: number) =>
    gate.report({ route, latencyMs: monotonicNow() - startedAt, overloaded, retryAfterMs });
  try {
    const answer = await send();
    report(answer.status === 429 || answer.status >= 500, answer.retryAfterMs);
    return answer;
  } catch (error) {
    if (error instanceof HttpError) report(error instanceof TimeoutError);
    throw error;
  }
}

function parse<Schema extends v.GenericSchema>(
  host: string,
  endpoint: string,
  body: unknown,
  schema: Schema,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;

  // valibot's own messages quote the received value, which may be a prompt; those of checks are ours.
  const [issue] = result.issues;
  const field = v.getDotPath(issue) ?? 'the whole answer';
  const wanted = issue.expected ?? (issue.type === 'check' ? issue.message : issue.type);
  throw new DifyError(
    'contract',
    `${host} answered ${endpoint} in a shape that is not known: ${field} should be ${wanted}`,
    { host, endpoint },
  );
}

function fillTemplate(template: string, params: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
}

function encodeQuery(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) parameters.set(name, String(value));
  return parameters.size === 0 ? '' : `?${parameters}`;
}
