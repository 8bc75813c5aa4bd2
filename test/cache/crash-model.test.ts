import fc from 'fast-check';
import { it } from 'vitest';
import { type CacheCommand, liveThrough } from '../support/cache-history.ts';
import { CRASH_TIMEOUT_MS, surviveCrashes } from '../support/survive-crashes.ts';

it(
  'a segment is the old or the new one, wherever it crashes',
  () => surviveCrashes({ commands, at, healthyWeight: 3, liveThrough }),
  CRASH_TIMEOUT_MS,
);

const add: fc.Arbitrary<CacheCommand> = fc.record({
  kind: fc.constant('add'),
  app: fc.nat(1),
  records: fc.array(fc.record({ day: fc.nat(1), id: fc.nat(2), content: fc.nat(3) }), {
    maxLength: 4,
  }),
});

const other: fc.Arbitrary<CacheCommand> = fc.record({ kind: fc.constantFrom('read', 'clear') });

const commands = fc.array(
  fc.oneof({ weight: 5, arbitrary: add }, { weight: 3, arbitrary: other }),
  {
    minLength: 2,
    maxLength: 5,
  },
);

/** An `add` costs about 30 calls. */
const at = fc.oneof(
  fc.integer({ min: 1, max: 35 }),
  fc.integer({ min: 25, max: 80 }),
  fc.integer({ min: 60, max: 160 }),
);
