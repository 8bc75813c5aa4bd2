import process from 'node:process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DiskFault } from '../support/crash-file-system.ts';
import { liveThrough, type SpoolCommand, type SpoolRun } from '../support/spool-history.ts';

/** Every history has two of them; `npm run test:crash-model` asks for more. */
const CRASHES = Number(process.env['CRASHES'] ?? 500);
const CRASHES_OF_A_HISTORY = 2;

it(
  'the spool loses, damages and invents nothing, wherever it crashes',
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

const put: fc.Arbitrary<SpoolCommand> = fc.record({
  kind: fc.constant('put'),
  key: fc.nat(1),
  complete: fc.boolean(),
  // Apps of one export are in one body each.
  bodies: fc.constantFrom([[0]], [[0, 1]], [[0], [1]], [[0, 1], [2]], [[2], [0], [1]]),
  content: fc.nat(3),
});

const drain: fc.Arbitrary<SpoolCommand> = fc.record({
  kind: fc.constant('drain'),
  answers: fc.array(fc.constantFrom('taken', 'repeated', 'lost', 'busy', 'refused', 'too-large'), {
    maxLength: 3,
  }),
});

const byHand: fc.Arbitrary<SpoolCommand> = fc.record({
  kind: fc.constantFrom('restore', 'remove'),
  pick: fc.nat(5),
});

/** An opening costs about 25 calls, a command about 20. */
const at = fc.oneof(
  fc.integer({ min: 1, max: 45 }),
  fc.integer({ min: 25, max: 90 }),
  fc.integer({ min: 50, max: 160 }),
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
  { weight: 1, arbitrary: fc.constant(undefined) },
);

const run: fc.Arbitrary<SpoolRun> = fc.record({
  commands: fc.array(
    fc.oneof(
      { weight: 5, arbitrary: put },
      { weight: 4, arbitrary: drain },
      { weight: 1, arbitrary: byHand },
    ),
    { minLength: 2, maxLength: 6 },
  ),
  fault,
  powerFails: fc.boolean(),
});
