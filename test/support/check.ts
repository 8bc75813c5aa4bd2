import { existsSync, readFileSync } from 'node:fs';
import { checkInstallation } from '../../src/check/check-installation.ts';
import type { CheckPorts } from '../../src/check/check-ports.ts';
import type { Hop, HopName } from '../../src/check/hop.ts';
import { tellHop } from '../../src/cli/tell-hop.ts';
import type { FetchSecrets } from '../../src/config/fetch-aws-secrets.ts';
import { mostUrgent } from '../../src/exit-code.ts';
import { createDispatcher } from '../../src/http/create-dispatcher.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import { OWNER } from './fake-dify/builders.ts';
import type { FakeDify } from './fake-dify/server.ts';
import type { FakeReceiver } from './fake-receiver.ts';
import { machine } from './lock.ts';

export type CheckSettings = Partial<
  Pick<CheckPorts, 'now' | 'monotonicNow' | 'machine' | 'limits'>
> & {
  readonly dify?: Pick<FakeDify, 'origin'>;
  readonly receiver?: Pick<FakeReceiver, 'url'>;
  readonly stateDir: string;
  /** Beside, or instead of, what the others say. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** PEM text. */
  readonly caFile?: string;
  /** The path of a file, which is read. */
  readonly envFile?: string;
  readonly sendTest?: boolean;
  readonly forceLogin?: boolean;
  readonly fetchSecrets?: FetchSecrets;
};

/** As it is told in English. */
export type ToldHop = Omit<Hop, 'found' | 'cure'> & ReturnType<typeof tellHop>;

export type Checked = {
  readonly hops: readonly ToldHop[];
  /** Of the whole command. */
  readonly status: number;
  /** The only finding of a hop. */
  hop(name: HopName): ToldHop;
};

export const RECEIVER_TOKEN = 'receiver-secret-1';
/** Nothing listens there: it is reserved. */
const NOWHERE = 'http://127.0.0.1:1';

/** Checks in this process, as the command does. */
export async function check({
  dify,
  receiver,
  stateDir,
  env = {},
  caFile,
  envFile,
  sendTest = false,
  forceLogin = false,
  fetchSecrets = async () => new Map(),
  ...ports
}: CheckSettings): Promise<Checked> {
  const settings = {
    DIFY_API_BASE_URL: dify?.origin ?? NOWHERE,
    DIFY_EMAIL: OWNER.email,
    DIFY_PASSWORD: OWNER.password,
    DIFY_FETCH_PERIOD: '2026-10',
    EXTERNAL_API_URL: receiver?.url.href ?? `${NOWHERE}/v1/usage`,
    EXTERNAL_API_TOKEN: RECEIVER_TOKEN,
    DIFY_USAGE_STATE_DIR: stateDir,
    ...env,
  };
  const files = new Map(caFile === undefined ? [] : [['ca.pem', caFile]]);
  if (envFile !== undefined && existsSync(envFile))
    files.set(envFile, readFileSync(envFile, 'utf8'));
  const told: Hop[] = [];
  const found = await checkInstallation(
    {
      flags: { forceLogin, envFile, ...(caFile === undefined ? {} : { caFile: 'ca.pem' }) },
      env: settings,
      readFile(path) {
        const content = files.get(path);
        if (content !== undefined) return content;
        throw Object.assign(new Error(`ENOENT ${path}`), { code: 'ENOENT', syscall: 'open' });
      },
      fetchSecrets,
    },
    { sendTest },
    {
      machine: machine({ hasAbstractSockets: false }),
      now: Date.now,
      monotonicNow: () => performance.now(),
      signal: new AbortController().signal,
      userAgent: 'dify-usage/test',
      connect: (origin, network) => createDispatcher(origin, { ...network, connections: 1 }),
      limits: { connect: 30_000, hop: 60_000 },
      onHop: (hop) => void told.push(hop),
      ...ports,
    },
  );
  if (JSON.stringify(told) !== JSON.stringify(found)) throw new Error('Not every hop was told');
  const hops = found.map(toTold);
  return {
    hops,
    status: mostUrgent(hops.map(({ exitCode }) => exitCode)),
    hop(name) {
      const [only, ...others] = hops.filter((hop) => hop.name === name);
      if (only === undefined || others.length > 0) {
        throw new Error(`${name} has ${others.length + (only ? 1 : 0)} findings`);
      }
      return only;
    },
  };
}

/** The names of the hops that are in this state. */
export function namesOf({ hops }: Checked, status: Hop['status']): readonly HopName[] {
  return [...new Set(hops.filter((hop) => hop.status === status).map(({ name }) => name))];
}

function toTold(hop: Hop): ToldHop {
  const { found: _found, cure: _cure, ...rest } = hop;
  return { ...rest, ...tellHop(hop, sayInEnglish) };
}
