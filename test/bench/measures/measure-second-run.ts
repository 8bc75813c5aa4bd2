import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Check } from '../report/check.ts';
import { runProgram } from '../run/run-program.ts';
import { startBenchDify } from '../server/start-bench-dify.ts';
import { mixedWorld, runWorld, SCENARIOS } from '../world/scenarios.ts';
import { type Measure, VERSION } from './measure.ts';

/** How much a run asks for again of what the run before has read. */
export const measureSecondRun: Measure = async ({ scenarios, full }, say) => {
  const checks: Check[] = [];
  for (const name of scenarios) {
    const { size, now, later } = SCENARIOS[name];
    say(`second run: ${name}`);
    checks.push(await compareRuns(`all, ${name}`, mixedWorld(size), now, later));
  }
  if (!full) return checks;
  say('second run: 10,000 runs');
  checks.push(await compareRuns('all, 10,000 runs', runWorld(10_000)));
  return checks;
};

async function compareRuns(
  what: string,
  world: ReturnType<typeof mixedWorld>,
  now?: string,
  later?: string,
): Promise<Check> {
  const clock = now === undefined ? {} : { now };
  const server = { version: VERSION, world, latencyMs: 0, keepsLog: false, ...clock };
  const dify = await startBenchDify(server);
  const stateDir = await mkdtemp(join(tmpdir(), 'dify-usage-bench-'));
  try {
    const options = { mode: 'all', concurrency: 8, stateDir } as const;
    const first = await runProgram(dify, world, { ...options, ...clock });
    if (later !== undefined) await dify.setNow(later);
    const clockLater = later === undefined ? {} : { now: later };
    const second = await runProgram(dify, world, { ...options, ...clockLater });
    const asked = Object.entries(second.report.byRoute)
      .map(([route, count]) => `${count} × ${route.replace('GET /apps/{app}/', '')}`)
      .join(', ');
    return {
      target: 'second run',
      what: `${what}: requests of the second run ÷ of the first${later === undefined ? '' : ', an hour later'}`,
      measured: (100 * second.report.total) / first.report.total,
      unit: 'percent',
      limit: { atMost: 5 },
      basis: `${second.report.total} ÷ ${first.report.total}; ${asked}`,
    };
  } finally {
    await rm(stateDir, { recursive: true });
    await dify.close();
  }
}
