import process from 'node:process';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { DiskFault } from './crash-file-system.ts';
import type { CrashHistory, CrashRun } from './crash-history.ts';

/** Every history has two of them; `npm run test:crash-model` asks for more. */
const CRASHES = Number(process.env['CRASHES'] ?? 500);
const CRASHES_OF_A_HISTORY = 2;

export const CRASH_TIMEOUT_MS = 20_000 + 10 * CRASHES;

export type CrashRuns<Command> = {
  readonly commands: fc.Arbitrary<Command[]>;
  /** At which of a run's calls its fault happens. */
  readonly at: fc.Arbitrary<number>;
  /** How many runs in eleven or so meet no fault before their end. */
  readonly healthyWeight: number;
  readonly liveThrough: (
    runs: readonly CrashRun<Command>[],
    chance: () => number,
  ) => Promise<CrashHistory>;
};

/** Fails with the shortest history after which a promise was broken. */
export async function surviveCrashes<Command>({
  commands,
  at,
  healthyWeight,
  liveThrough,
}: CrashRuns<Command>): Promise<void> {
  let crashes = 0;
  let midway = 0;
  const run: fc.Arbitrary<CrashRun<Command>> = fc.record({
    commands,
    fault: faultAt(at, healthyWeight),
    powerFails: fc.boolean(),
  });
  const histories = fc.record({
    runs: fc.array(run, { minLength: CRASHES_OF_A_HISTORY, maxLength: CRASHES_OF_A_HISTORY }),
    // Not doubles: nearly all of them are next to zero.
    chances: fc.infiniteStream(fc.nat(999).map((thousandths) => thousandths / 1000)),
  });
  await fc.assert(
    fc.asyncProperty(histories, async ({ runs, chances }) => {
      const history = await liveThrough(runs, () => chances.next().value ?? 0);
      expect(history.problems).toEqual([]);
      crashes += runs.length;
      midway += history.crashedMidway;
    }),
    { numRuns: CRASHES / CRASHES_OF_A_HISTORY },
  );
  if (process.env['CRASHES'] !== undefined) {
    console.log(`${crashes} crashes survived, ${midway} of them in the middle of a call`);
  }
}

function faultAt(
  at: fc.Arbitrary<number>,
  healthyWeight: number,
): fc.Arbitrary<DiskFault | undefined> {
  return fc.oneof(
    { weight: 10, arbitrary: fc.record({ kind: fc.constant('crash'), at }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('refuse'),
        at,
        times: fc.constantFrom(1, 2, 50),
        code: fc.constantFrom('EIO', 'ENOSPC', 'EACCES'),
      }),
    },
    { weight: healthyWeight, arbitrary: fc.constant(undefined) },
  );
}
