import { expect, onTestFinished } from 'vitest';
import { type CliOptions, type CliRun, type Environment, runCli } from './cli.ts';
import { type FakeDify, type FakeDifyOptions, startFakeDify } from './fake-dify/server.ts';
import type { World } from './fake-dify/world.ts';
import { type FakeReceiver, type FakeReceiverOptions, startFakeReceiver } from './fake-receiver.ts';
import { findLeaks, secretsOf } from './leaks.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** A Dify, a receiver and a state directory for one test, and the program to run between them. */
export type Stage = {
  readonly dify: FakeDify;
  readonly receiver: FakeReceiver;
  readonly stateDir: string;
  readonly env: Environment;
  /** The present, ISO 8601. */
  now(): string;
  /** Moves the clock of all three. */
  setNow(now: string): void;
  /** Runs the program, and fails if a secret shows anywhere afterwards. */
  run(args: readonly string[], options?: RunOptions): Promise<CliRun>;
};

export type StageOptions = Omit<FakeDifyOptions, 'version' | 'now'> & {
  readonly version?: string;
  /** ISO 8601. */
  readonly now?: string;
  readonly stateDir?: string;
  readonly receiver?: FakeReceiverOptions;
  /** How far the other clocks are ahead of the program's. */
  readonly difyAheadMs?: number;
  readonly receiverAheadMs?: number;
};

export type RunOptions = Omit<CliOptions, 'now'> & {
  /** undefined takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** More that must not show than what stands in the environment. */
  readonly secrets?: readonly string[];
};

const RECEIVER_TOKEN = 'receiver-secret-1';

const EMAIL = 'admin@example.com';

/** Everything is stopped and removed when the test is over. */
export async function startStage({
  version = '1.14.2',
  now: startNow = '2026-12-10T03:00:00Z',
  stateDir: givenStateDir,
  receiver: receiverOptions = {},
  difyAheadMs = 0,
  receiverAheadMs = 0,
  ...difyOptions
}: StageOptions): Promise<Stage> {
  let offsetMs = Date.parse(startNow) - Date.now();
  const now = () => Date.now() + offsetMs;
  const dify = await startFakeDify({ ...difyOptions, version, now: () => now() + difyAheadMs });
  onTestFinished(() => dify.close());
  const receiver = await startFakeReceiver({
    token: RECEIVER_TOKEN,
    now: () => now() + receiverAheadMs,
    ...receiverOptions,
  });
  onTestFinished(() => receiver.close());
  const stateDir = givenStateDir ?? (await temporaryDirectory());

  const env: Environment = {
    TZ: 'Asia/Kathmandu',
    DIFY_API_BASE_URL: dify.origin,
    DIFY_EMAIL: EMAIL,
    DIFY_PASSWORD: passwordOf(difyOptions.world),
    EXTERNAL_API_URL: receiver.url.href,
    EXTERNAL_API_TOKEN: RECEIVER_TOKEN,
    DIFY_USAGE_STATE_DIR: stateDir,
    DIFY_CONCURRENCY: '8',
  };
  return {
    dify,
    receiver,
    stateDir,
    env,
    now: () => new Date(now()).toISOString(),
    setNow: (text) => {
      offsetMs = Date.parse(text) - Date.now();
    },
    async run(args, { env: overrides = {}, ...options } = {}) {
      const used = withoutUndefined({ ...env, ...overrides });
      const run = await runCli(args, used, { ...options, now: new Date(now()).toISOString() });
      const secrets = [...secretsOf({ ...env, ...used }, dify), ...(options.secrets ?? [])];
      expect(await findLeaks(run, secrets, stateDir)).toEqual([]);
      return run;
    },
  };
}

function passwordOf({ accounts }: World): string {
  return accounts.find(({ email }) => email === EMAIL)?.password ?? 'no-password-1';
}

function withoutUndefined(env: Readonly<Record<string, string | undefined>>): Environment {
  const defined: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined) defined[name] = value;
  return defined;
}
