import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { allRoutes, type Call, dispatch } from './dispatch.ts';
import { fakeState } from './fake-state.ts';
import { type Fault, type FaultAction, type FaultSchedule, faultSchedule } from './faults.ts';
import type { Answer, FakeSettings, FakeState, Route } from './route.ts';
import { send } from './send.ts';
import type { World } from './world.ts';

export type FakeDifyOptions = {
  readonly version: string;
  readonly world: World;
  readonly faults?: readonly Fault[];
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly secureCookies?: boolean;
  readonly cookieDomain?: string;
  readonly accessTokenSeconds?: number;
  readonly adminApiKey?: string;
  readonly passwordLogin?: boolean;
  readonly setUp?: boolean;
  readonly allowRegister?: boolean;
  /** A proxy that strips `X-Version`. */
  readonly headerlessVersion?: boolean;
};

export type FakeDify = {
  readonly origin: string;
  /** Live: rows that a test adds or changes show in the next answer. */
  readonly world: World;
  readonly requests: readonly RecordedRequest[];
  addFault(fault: Fault): void;
  clearFaults(): void;
  /** From now on it is another version, with the same rows; everybody is signed out. */
  upgrade(version: string): void;
  /** Closes every connection; rejects when the fake itself broke meanwhile. */
  close(): Promise<void>;
};

export type RecordedRequest = {
  readonly method: string;
  /** Below `/console/api`, without the query; the whole path when it is elsewhere. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Milliseconds since the epoch, by the real clock. */
  readonly at: number;
  /** How many requests were being answered, this one included. */
  readonly inFlight: number;
};

type Running = {
  state: FakeState;
  routes: readonly Route[];
  readonly schedule: FaultSchedule;
  readonly requests: RecordedRequest[];
  commonHeaders: Readonly<Record<string, string>>;
  readonly now: () => number;
  readonly bugs: unknown[];
  inFlight: number;
  skewMs: number;
};

const PREFIX = '/console/api';

/** A Dify server on 127.0.0.1 that behaves as the version does and fails as it is told. */
export async function startFakeDify(options: FakeDifyOptions): Promise<FakeDify> {
  const { version, world, headerlessVersion = false, now = Date.now } = options;
  const serving = (served: string) => ({
    state: fakeState(served, world, settingsOf(options), () => now() + running.skewMs),
    routes: allRoutes(served),
    commonHeaders: headerlessVersion ? {} : { 'x-version': served, 'x-env': 'PRODUCTION' },
  });
  const running: Running = {
    ...serving(version),
    schedule: faultSchedule(options.faults ?? []),
    requests: [],
    now,
    bugs: [],
    inFlight: 0,
    skewMs: 0,
  };
  const server = createServer((request, response) => {
    serve(request, response, running).catch((error: unknown) => {
      running.bugs.push(error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${portOf(server.address())}`,
    world,
    requests: running.requests,
    addFault: running.schedule.add,
    clearFaults: running.schedule.clear,
    upgrade: (newer) => void Object.assign(running, serving(newer)),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (running.bugs.length > 0) throw new AggregateError(running.bugs, 'The fake Dify broke');
    },
  };
}

function settingsOf(options: FakeDifyOptions): Partial<FakeSettings> {
  const {
    version: _v,
    world: _w,
    faults: _f,
    now: _n,
    headerlessVersion: _h,
    ...settings
  } = options;
  return settings;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}

async function serve(request: IncomingMessage, response: ServerResponse, running: Running) {
  running.inFlight += 1;
  response.once('close', () => {
    running.inFlight -= 1;
  });
  const url = new URL(request.url ?? '/', 'http://fake');
  const isConsole = url.pathname.startsWith(`${PREFIX}/`);
  const call: Call = {
    method: request.method ?? 'GET',
    path: isConsole ? url.pathname.slice(PREFIX.length) : url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: await readBody(request),
  };
  record(call, running);
  const faults = running.schedule.take(call.method, call.path + url.search);
  await happenBefore(faults, running);
  if (breaksConnection(response, faults)) return;

  const answer = isConsole
    ? replaced(dispatch(running.routes, call, running.state), faults)
    : { status: 404, body: '<html>Not Found</html>' };
  const date = new Date(running.now()).toUTCString();
  const headers = { ...running.commonHeaders, date, ...answer.headers };
  await send(response, { ...answer, headers }, faults);
  for (const fault of faults) if (fault.kind === 'run') fault.after?.(running.state.world);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function record({ method, path, query, headers, body }: Call, running: Running): void {
  const { inFlight } = running;
  const entry = { method, path, query: Object.fromEntries(query), headers, body, at: Date.now() };
  running.requests.push({ ...entry, inFlight });
}

async function happenBefore(faults: readonly FaultAction[], running: Running): Promise<void> {
  const { world, settings } = running.state;
  for (const fault of faults) {
    if (fault.kind === 'run') fault.before?.(world);
    if (fault.kind === 'delay') await sleep(fault.ms);
    if (fault.kind === 'expire-tokens') running.skewMs += (settings.accessTokenSeconds + 1) * 1000;
    if (fault.kind === 'switch-workspace') switchWorkspace(world, fault.workspaceId);
  }
}

function switchWorkspace({ members }: World, workspaceId: string): void {
  const switching = new Set(
    members
      .filter((member) => member.workspaceId === workspaceId)
      .map((member) => member.accountId),
  );
  for (const member of members) {
    if (switching.has(member.accountId)) member.current = member.workspaceId === workspaceId;
  }
}

function breaksConnection(response: ServerResponse, faults: readonly FaultAction[]): boolean {
  const kinds = faults.map(({ kind }) => kind);
  if (kinds.includes('hang')) return true;
  if (kinds.includes('reset')) response.socket?.resetAndDestroy();
  if (kinds.includes('refuse')) response.socket?.destroy();
  return kinds.includes('reset') || kinds.includes('refuse');
}

function replaced(answer: Answer, faults: readonly FaultAction[]): Answer {
  return faults.reduce(replacedBy, answer);
}

function replacedBy(answer: Answer, fault: FaultAction): Answer {
  switch (fault.kind) {
    case 'html': {
      const body = `<html><body><h1>${fault.status}</h1></body></html>`;
      return { status: fault.status, body };
    }
    case 'empty':
      return { status: 200, body: undefined };
    case 'answer':
      return { status: fault.status, headers: fault.headers ?? {}, body: fault.body };
    case 'rewrite':
      return { ...answer, body: fault.toBody(answer.body) };
    default:
      return answer;
  }
}
