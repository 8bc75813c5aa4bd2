import fc from 'fast-check';
import { it } from 'vitest';
import { liveThrough, type SpoolCommand } from '../support/spool-history.ts';
import { CRASH_TIMEOUT_MS, surviveCrashes } from '../support/survive-crashes.ts';

it(
  'the spool loses, damages and invents nothing, wherever it crashes',
  () => surviveCrashes({ commands, at, healthyWeight: 1, liveThrough }),
  CRASH_TIMEOUT_MS,
);

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
