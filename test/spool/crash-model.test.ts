import fc from 'fast-check';
import { expect, it } from 'vitest';
import { liveThrough, type SpoolCommand } from '../support/spool-history.ts';
import { CRASH_TIMEOUT_MS, surviveCrashes } from '../support/survive-crashes.ts';

it(
  'the spool loses, damages and invents nothing, wherever it crashes',
  () => surviveCrashes({ commands, at, healthyWeight: 1, liveThrough }),
  CRASH_TIMEOUT_MS,
);

it('the spool syncs what a killed run has left, before it counts on it', async () => {
  const one = { kind: 'put', key: 0, complete: false, bodies: [[0]], content: 0 } as const;
  const two = { ...one, bodies: [[0], [1]] } as const;
  const problems: string[] = [];
  // Somewhere here the first run ends between renaming a body and syncing its folder.
  for (let at = 25; at <= 60; at += 1) {
    const killed = {
      commands: [two, one],
      fault: { kind: 'crash', at },
      powerFails: false,
    } as const;
    const next = { commands: [two], fault: undefined, powerFails: true } as const;
    for (const chance of [0, 0.5, 0.999]) {
      problems.push(...(await liveThrough([killed, next], () => chance)).problems);
    }
  }

  expect(problems).toEqual([]);
});

it('the spool counts on no body that it failed to sync', async () => {
  const put = { kind: 'put', key: 0, complete: false, bodies: [[0]], content: 0 } as const;
  const first = { commands: [], fault: undefined, powerFails: false };
  const problems: string[] = [];
  // Somewhere here the folder of the body is synced, and the removal of the body after it.
  for (let at = 25; at <= 60; at += 1) {
    for (const times of [1, 2, 3, 4]) {
      const fault = { kind: 'refuse', at, times, code: 'EIO' } as const;
      const twice = {
        commands: [put, { kind: 'back', pick: 0 } as const],
        fault,
        powerFails: true,
      };
      problems.push(...(await liveThrough([first, twice], () => 0.999)).problems);
    }
  }

  expect(problems).toEqual([]);
});

const put: fc.Arbitrary<SpoolCommand> = fc.record({
  kind: fc.constant('put'),
  key: fc.nat(1),
  complete: fc.boolean(),
  // Apps of one export are in one body each.
  bodies: fc.constantFrom([[0]], [[0, 1]], [[0], [1]], [[0, 1], [2]], [[2], [0], [1]]),
  content: fc.nat(3),
});

const back: fc.Arbitrary<SpoolCommand> = fc.record({
  kind: fc.constant('back'),
  pick: fc.nat(5),
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

const commands = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: put },
    { weight: 2, arbitrary: back },
    { weight: 4, arbitrary: drain },
    { weight: 1, arbitrary: byHand },
  ),
  { minLength: 2, maxLength: 6 },
);

/** An opening costs about 25 calls, a command about 20. */
const at = fc.oneof(
  fc.integer({ min: 1, max: 45 }),
  fc.integer({ min: 25, max: 90 }),
  fc.integer({ min: 50, max: 160 }),
);
