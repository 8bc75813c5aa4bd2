import { defineConfig } from 'vitest/config';

// The program must never use the zone of its process: the tests run in one that nobody expects.
process.env.TZ ??= 'Asia/Kathmandu';

const END_TO_END = 'test/e2e/**/*.test.ts';
const FAULT_MATRIX = 'test/e2e/fault-matrix-*.test.ts';

export default defineConfig({
  test: {
    testTimeout: 30_000,
    // Both cores of a small machine; the default leaves one of them idle. No test changes what others share,
    // so that a worker loads the modules once and not again for every file.
    maxWorkers: 2,
    isolate: false,
    projects: [
      {
        extends: true,
        test: { name: 'modules', include: ['test/**/*.test.ts'], exclude: [END_TO_END] },
      },
      {
        extends: true,
        // The program is built only when it is about to be run.
        test: {
          name: 'e2e',
          include: [END_TO_END],
          exclude: [FAULT_MATRIX],
          globalSetup: ['test/e2e/build.ts'],
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        // Every fault of either side, one after the other: `npm run test:faults`.
        test: {
          name: 'faults',
          include: [FAULT_MATRIX],
          globalSetup: ['test/e2e/build.ts'],
          testTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
