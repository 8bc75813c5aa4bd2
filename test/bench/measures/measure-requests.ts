import type { OutputMode } from '../../../src/payload/payload.ts';
import { sumRequests } from '../../../src/plan/app-requests.ts';
import { appSizes } from '../plan/app-size.ts';
import { type FloorPart, floorOf } from '../plan/floor.ts';
import type { Check } from '../report/check.ts';
import { runProgram } from '../run/run-program.ts';
import { startBenchDify } from '../server/start-bench-dify.ts';
import { mixedWorld, SCENARIOS } from '../world/scenarios.ts';
import { type Measure, VERSION } from './measure.ts';

const MODES: readonly OutputMode[] = [
  'per_app',
  'workspace',
  'both',
  'per_user',
  'per_model',
  'all',
];

/** Requests of a first run against the floor of each output mode. */
export const measureRequests: Measure = async ({ scenarios }, say) => {
  const checks: Check[] = [];
  for (const name of scenarios) {
    const { size, now } = SCENARIOS[name];
    const world = mixedWorld(size);
    if (now !== undefined) continue; // the floor of a month that goes on is another sum
    const options = { version: VERSION, world, latencyMs: 0, keepsLog: false };
    const dify = await startBenchDify(options);
    const sizes = appSizes(world);
    for (const mode of MODES) {
      say(`requests: ${name}, ${mode}`);
      const { report } = await runProgram(dify, world, { mode, concurrency: 8 });
      const parts = floorOf(mode, sizes);
      const floor = sumRequests(parts);
      checks.push({
        target: 'requests',
        what: `${mode}, ${name}: requests ÷ floor`,
        measured: report.total / floor,
        unit: 'ratio',
        limit: { atMost: 1.05 },
        basis: `${report.total} ÷ (${describe(parts)} = ${floor})`,
      });
    }
    await dify.close();
  }
  return checks;
};

function describe(parts: readonly FloorPart[]): string {
  return parts.map(({ what, formula, requests }) => `${what} ${formula} = ${requests}`).join('; ');
}
