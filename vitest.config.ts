import { defineConfig } from 'vitest/config';

// The program must never use the zone of its process: the tests run in one that nobody expects.
process.env.TZ ??= 'Asia/Kathmandu';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 10_000,
  },
});
