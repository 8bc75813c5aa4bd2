import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { DAY_MS } from '../../../src/period/day-ms.ts';
import { type Call, dispatch } from '../../support/fake-dify/dispatch.ts';
import { fakeState } from '../../support/fake-dify/fake-state.ts';
import type { Answer } from '../../support/fake-dify/route.ts';
import { send } from '../../support/fake-dify/send.ts';
import { benchRoutes } from './bench-routes.ts';
import { buildApps } from './build-apps.ts';
import type { FromServer, ServerOptions, ToServer, Trouble } from './messages.ts';
import { appOf, type LoggedRequest, routeOf, type ServerReport } from './request-log.ts';

/** The bench Dify, a process of its own; its parent tells it what to be. */
process.on('message', (message: ToServer) => {
  receive(message).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  });
});

let running: Awaited<ReturnType<typeof start>> | undefined;

async function receive(message: ToServer): Promise<void> {
  if (message.kind === 'start') {
    running = await start(message.options);
    tell({ kind: 'started', origin: running.origin, appIds: running.appIds });
    return;
  }
  if (running === undefined) throw new Error('Not started yet');
  if (message.kind === 'now') {
    running.setNow(message.now);
    tell({ kind: 'set' });
  } else tell({ kind: 'reported', report: running.report() });
}

function tell(message: FromServer): void {
  process.send?.(message);
}

async function start({ version, world, latencyMs, now, keepsLog, trouble }: ServerOptions) {
  const stored = buildApps(version, world);
  const appIds = stored.apps.map(({ id }) => id);
  const routes = benchRoutes(version, world, appIds);
  let offsetMs = 0;
  const setNow = (text: string | undefined) => {
    offsetMs = text === undefined ? 0 : Date.parse(text) - Date.now();
  };
  setNow(now);
  const clock = () => Date.now() + offsetMs;
  const state = fakeState(version, stored, { accessTokenSeconds: 86_400 }, clock);

  let counters = newCounters();
  let cpuBefore = process.cpuUsage();
  let headers: Record<string, string> = {};
  let inFlight = 0;
  const aggregates = new Map<string, number>();

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      response.destroy();
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrivedAt = performance.now();
    inFlight += 1;
    const concurrency = inFlight;
    const call = await readCall(request);
    const url = request.url ?? '/';
    const route = routeOf(call.method, call.path);
    const aggregateOf = isHeavy(call) ? appOf(call.path) : undefined;
    const together = count(aggregates, aggregateOf, 1);
    response.once('close', () => {
      inFlight -= 1;
      count(aggregates, aggregateOf, -1);
      counters.lastAt = performance.now();
    });

    counters.total += 1;
    counters.byRoute[route] = (counters.byRoute[route] ?? 0) + 1;
    counters.mostInFlight = Math.max(counters.mostInFlight, concurrency);
    counters.mostAggregatesOfAnApp = Math.max(counters.mostAggregatesOfAnApp, together);
    counters.firstAt ??= arrivedAt;
    if (call.path.startsWith('/apps/')) {
      counters.usage += 1;
      headers = pickHeaders(request.headers);
    }
    const met = isMet(trouble, call.path, counters.usage) ? trouble : undefined;
    const answered = refuse(met) ?? dispatch(routes, call, state);
    const waitMs = (met?.kind === 'is slow' ? met.latencyMs : latencyMs) - sinceMs(arrivedAt);
    if (waitMs > 0) await sleep(waitMs);

    const date = new Date(clock()).toUTCString();
    const common = { 'x-version': version, 'x-env': 'PRODUCTION', date };
    await send(response, { ...answered, headers: { ...common, ...answered.headers } }, []);
    if (!keepsLog) return;
    counters.requests.push({
      method: call.method,
      url,
      route,
      body: call.body,
      at: arrivedAt,
      inFlight: concurrency,
      shows: route.startsWith('GET /apps/{app}/') ? shown(answered.body) : [],
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    appIds,
    setNow,
    report(): ServerReport {
      const { usage: _, firstAt = 0, ...rest } = counters;
      const requests = rest.requests.toSorted((left, right) => left.at - right.at);
      counters = newCounters();
      const { user, system } = process.cpuUsage(cpuBefore);
      cpuBefore = process.cpuUsage();
      return { ...rest, firstAt, requests, headers, cpuMs: (user + system) / 1000 };
    },
  };
}

type Counters = {
  total: number;
  usage: number;
  readonly byRoute: Record<string, number>;
  mostInFlight: number;
  mostAggregatesOfAnApp: number;
  firstAt: number | undefined;
  lastAt: number;
  readonly requests: LoggedRequest[];
};

function newCounters(): Counters {
  return {
    total: 0,
    usage: 0,
    byRoute: {},
    mostInFlight: 0,
    mostAggregatesOfAnApp: 0,
    firstAt: undefined,
    lastAt: 0,
    requests: [],
  };
}

const PREFIX = '/console/api';

async function readCall(request: IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://bench');
  let body = '';
  for await (const chunk of request) body += chunk;
  return {
    method: request.method ?? 'GET',
    path: url.pathname.slice(PREFIX.length),
    query: url.searchParams,
    headers: request.headers,
    body,
  };
}

/** A sum over more than a day, which Dify's database has to work for. */
function isHeavy({ path, query }: Call): boolean {
  if (!path.includes('/statistics/')) return false;
  const lengthMs = Date.parse(query.get('end') ?? '') - Date.parse(query.get('start') ?? '');
  return Number.isNaN(lengthMs) || lengthMs > DAY_MS;
}

function count(counts: Map<string, number>, key: string | undefined, step: number): number {
  if (key === undefined) return 0;
  const next = (counts.get(key) ?? 0) + step;
  counts.set(key, next);
  return next;
}

function isMet(trouble: Trouble | undefined, path: string, number: number): boolean {
  if (trouble === undefined || !path.startsWith('/apps/')) return false;
  return number >= trouble.first && number <= trouble.last;
}

function refuse(trouble: Trouble | undefined): Answer | undefined {
  if (trouble === undefined || trouble.kind === 'is slow') return undefined;
  const status = trouble.kind === 'answers 429' ? 429 : 503;
  return { status, body: { code: 'trouble', message: 'Too much', status } };
}

function sinceMs(at: number): number {
  return performance.now() - at;
}

/** What says who asks. */
function pickHeaders(headers: IncomingMessage['headers']): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of ['authorization', 'cookie', 'x-csrf-token', 'user-agent']) {
    const value = headers[name];
    if (typeof value === 'string') picked[name] = value;
  }
  return picked;
}

/** Runs of a log row or a list item, and conversations. */
function shown(body: unknown): string[] {
  const { data } = Object(body);
  if (!Array.isArray(data)) return [];
  return data.flatMap((item) => {
    const { workflow_run: run, id } = Object(item);
    const shownId: unknown = run === undefined ? id : Object(run).id;
    return typeof shownId === 'string' ? [shownId] : [];
  });
}
