import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutputMode } from '../../../src/payload/payload.ts';
import { OWNER } from '../../support/fake-dify/builders.ts';
import { startFakeReceiver } from '../../support/fake-receiver.ts';
import type { ServerReport } from '../server/request-log.ts';
import type { BenchDify } from '../server/start-bench-dify.ts';
import type { BenchWorld } from '../world/bench-world.ts';
import { truthOf } from '../world/truth.ts';
import { findErrors, type SentRows } from './find-errors.ts';
import { type Measured, measureProcess } from './measured-process.ts';

export type ProgramRun = Measured & { readonly report: ServerReport };

export type ProgramOptions = {
  readonly mode: OutputMode;
  /** Without it the program's own. */
  readonly concurrency?: number;
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What time the program believes it is, ISO 8601. */
  readonly now?: string;
  readonly stateDir?: string;
};

const TOKEN = 'bench-token';

/** Exports the world's month with the built program; throws unless the receiver got a right bill. */
export async function runProgram(
  dify: BenchDify,
  world: BenchWorld,
  options: ProgramOptions,
): Promise<ProgramRun> {
  const { mode, concurrency, flags = [], env = {}, now } = options;
  const aheadMs = now === undefined ? 0 : Date.parse(now) - Date.now();
  const receiver = await startFakeReceiver({ token: TOKEN, now: () => Date.now() + aheadMs });
  const ownDir = options.stateDir ?? (await mkdtemp(join(tmpdir(), 'dify-usage-bench-')));
  try {
    const clock = now === undefined ? [] : ['--import', './test/support/shift-clock.mjs'];
    const asked = ['export', '--period', world.month, '--timezone', 'UTC', '--mode', mode];
    const run = await measureProcess(
      [...clock, 'dist/bin/dify-usage.js', ...asked, '--force', ...flags],
      {
        DIFY_API_BASE_URL: dify.origin,
        DIFY_EMAIL: OWNER.email,
        DIFY_PASSWORD: OWNER.password,
        ...(concurrency === undefined ? {} : { DIFY_CONCURRENCY: String(concurrency) }),
        EXTERNAL_API_URL: receiver.url.href,
        EXTERNAL_API_TOKEN: TOKEN,
        DIFY_USAGE_STATE_DIR: ownDir,
        ...(now === undefined ? {} : { TEST_NOW: now, TEST_WAITS: 'real' }),
        ...env,
      },
    );
    const report = await dify.report();
    if (run.status !== 0) throw new Error(`The program ended with ${run.status}:\n${run.stderr}`);

    const truth = truthOf(world, now === undefined ? Date.now() : Date.parse(now));
    const rows: SentRows = (array) => receiver.rows(array);
    const errors = findErrors(mode, rows, { world, truth, appIds: dify.appIds });
    if (errors.length > 0) throw new Error(`The bill is wrong:\n${errors.slice(0, 10).join('\n')}`);
    return { ...run, report };
  } finally {
    await receiver.close();
    if (options.stateDir === undefined) await rm(ownDir, { recursive: true });
  }
}
