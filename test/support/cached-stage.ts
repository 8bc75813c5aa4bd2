import { type BillReading, readBillOf } from './bill.ts';
import { type WorldBuilder, worldBuilder } from './fake-dify/builders.ts';
import { llm } from './fake-dify/node-spec.ts';
import type { WorldApp } from './fake-dify/world.ts';
import type { DryRunOptions } from './in-process.ts';
import { serveDify } from './session.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** A Dify whose clock a test moves on, and what exports with the cache say of it. */
export async function startCachedStage(version: string, { timeZone = 'UTC' } = {}) {
  const build = worldBuilder(version, { timeZone });
  let now = Date.parse('2026-12-10T03:00:00Z');
  const dify = await serveDify({ version, world: build.world, now: () => now });
  const stateDir = await temporaryDirectory();
  return {
    build,
    dify,
    stateDir,
    read(options: DryRunOptions = {}): Promise<BillReading> {
      now += 1000; // no two runs begin in the same moment
      return readBillOf(dify, { stateDir, cache: 'read-write', now: () => now, ...options });
    },
    now: () => now,
    setNow: (time: string) => {
      now = Date.parse(time);
    },
  };
}

/** 15 tokens of 0.000075. */
export function use(
  build: WorldBuilder,
  app: WorldApp,
  time: string,
  options: Parameters<WorldBuilder['message']>[1] = {},
): void {
  const isRun = app.mode === 'workflow' || app.mode === 'advanced-chat';
  if (isRun) build.run(app, { at: time, nodes: [llm()], ...options });
  else build.message(app, { at: time, price: '0.0000750', ...options });
}

export function deleteApp({ world }: WorldBuilder, app: WorldApp): void {
  world.apps.splice(world.apps.indexOf(app), 1);
}

/** `name from to` in minutes of UTC, of what the run says that nobody read of deleted apps. */
export function unreadOf({ bill }: BillReading): string[] {
  return bill.usage.results.flatMap((result) =>
    result.kind === 'complete'
      ? result.unknown.map(({ from, to }) => `${result.app.name} ${minute(from)} ${minute(to)}`)
      : [],
  );
}

function minute(instant: number): string {
  return new Date(instant).toISOString().slice(0, 16);
}
