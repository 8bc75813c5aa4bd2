import process from 'node:process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CacheCommand, type CacheRun, liveThrough } from '../support/cache-history.ts';
import type { DiskFault } from '../support/crash-file-system.ts';

/** Every history has two of them; `npm run test:crash-model` asks for more. */
const CRASHES = Number(process.env['CRASHES'] ?? 500);
const CRASHES_OF_A_HISTORY = 2;

it(
  'a segment is the old or the new one, wherever it crashes',
  async () => {
    let crashes = 0;
    let midway = 0;
    const histories = fc.record({
      runs: fc.array(run, {
        minLength: CRASHES_OF_A_HISTORY,
        maxLength: CRASHES_OF_A_HISTORY,
      }),
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
  },
  20_000 + 10 * CRASHES,
);

const add: fc.Arbitrary<CacheCommand> = fc.record({
  kind: fc.constant('add'),
  app: fc.nat(1),
  records: fc.array(fc.record({ day: fc.nat(1), id: fc.nat(2), content: fc.nat(3) }), {
    maxLength: 4,
  }),
});

const other: fc.Arbitrary<CacheCommand> = fc.record({ kind: fc.constantFrom('read', 'clear') });

/** An `add` costs about 30 calls. */
const at = fc.oneof(
  fc.integer({ min: 1, max: 35 }),
  fc.integer({ min: 25, max: 80 }),
  fc.integer({ min: 60, max: 160 }),
);
const fault: fc.Arbitrary<DiskFault | undefined> = fc.oneof(
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
  { weight: 3, arbitrary: fc.constant(undefined) },
);

const run: fc.Arbitrary<CacheRun> = fc.record({
  commands: fc.array(fc.oneof({ weight: 5, arbitrary: add }, { weight: 3, arbitrary: other }), {
    minLength: 2,
    maxLength: 5,
  }),
  fault,
  powerFails: fc.boolean(),
});
