import { setMaxListeners } from 'node:events';
import { Agent, type Dispatcher } from 'undici';
import { onTestFinished } from 'vitest';
import type { DifyConfig } from '../../src/config/config.ts';
import { type DifySession, openSession } from '../../src/dify/dify-session.ts';
import { createLoginMarker } from '../../src/dify/login-marker.ts';
import { createRequestGate } from '../../src/dify/request-gate.ts';
import type { SessionPorts } from '../../src/dify/session-ports.ts';
import { OWNER } from './fake-dify/builders.ts';
import { type FakeDify, type FakeDifyOptions, startFakeDify } from './fake-dify/server.ts';
import { temporaryDirectory } from './temporary-directory.ts';

type SessionOptions = Partial<DifyConfig> & {
  readonly stateDir?: string;
  readonly now?: () => number;
  /** Moves the clock of `now` on where the session would wait. */
  readonly advance?: (ms: number) => void;
  readonly signal?: AbortSignal;
};

type Opening = {
  readonly config: DifyConfig;
  readonly ports: SessionPorts;
  /** The waits between repeated requests, none of which is waited for. */
  readonly waits: readonly number[];
  open(): Promise<DifySession>;
};

export const OWNER_CREDENTIAL = { kind: 'password', ...OWNER, workspaceId: undefined } as const;

/** A fake Dify that is closed when the test is over. */
export async function serveDify(options: FakeDifyOptions): Promise<FakeDify> {
  const fake = await startFakeDify(options);
  onTestFinished(() => fake.close());
  return fake;
}

/** Everything a session needs, as `readUsage` puts it together. */
export async function prepareSession(
  origin: string,
  { workspaceId, ...options }: SessionOptions & { readonly workspaceId?: string } = {},
): Promise<Opening> {
  const dispatcher = new Agent();
  onTestFinished(() => dispatcher.destroy());
  const stateDir = options.stateDir ?? (await temporaryDirectory());
  const parts = sessionParts(origin, { ...options, dispatcher, stateDir });
  return { ...parts, open: () => openSession(parts.config, workspaceId, parts.ports) };
}

const LONGEST_PAUSE = { ms: 600_000, refuse: (ms: number) => new Error(`A pause of ${ms} ms`) };

type Parts = Omit<Opening, 'open'>;

export function sessionParts(
  origin: string,
  {
    dispatcher,
    stateDir,
    now = Date.now,
    advance,
    signal = new AbortController().signal,
    ...config
  }: SessionOptions & { readonly dispatcher: Dispatcher; readonly stateDir: string },
): Parts {
  // Each request listens while it is under way, as in the program.
  setMaxListeners(0, signal);
  const waits: number[] = [];
  const difyConfig: DifyConfig = {
    origin,
    credential: OWNER_CREDENTIAL,
    timeoutMs: 5000,
    concurrency: 8,
    maxRps: undefined,
    forceLogin: false,
    frontHeaders: {},
    ...config,
  };
  const sleep = async (ms: number) => {
    waits.push(ms);
    advance?.(ms);
  };
  const sleepInGate = async (ms: number) => {
    if (advance === undefined) throw new Error(`The gate would wait ${ms} ms of real time`);
    advance(ms);
  };
  const ports: SessionPorts = {
    dispatcher,
    gate: createRequestGate({
      ...difyConfig,
      monotonicNow: now,
      sleep: sleepInGate,
      longestPause: LONGEST_PAUSE,
    }),
    now,
    monotonicNow: now,
    signal,
    userAgent: 'dify-usage/test',
    loginMarker: createLoginMarker(stateDir, origin, now),
    retry: { baseMs: 1000, deadlineMs: 600_000, waitAfterTimeoutMs: 30_000, sleep },
  };
  return { config: difyConfig, ports, waits };
}

export async function signInTo(
  { origin }: { readonly origin: string },
  options: SessionOptions & { readonly workspaceId?: string } = {},
): Promise<DifySession> {
  return (await prepareSession(origin, options)).open();
}
