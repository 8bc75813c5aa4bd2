import { expect, it } from 'vitest';
import { askNobody } from '../../src/cache/cached-reader.ts';
import { cacheStatistics } from '../../src/cache/cached-statistics.ts';
import { STATISTICS } from '../../src/cache/statistics-fact-kind.ts';
import type { StatisticsWindow } from '../../src/period/statistics-windows.ts';
import type { Stretch } from '../../src/period/stretch.ts';
import { factsInMemory } from '../support/facts-in-memory.ts';

const DAY = Date.parse('2026-10-05T00:00:00Z');
const MINUTE_MS = 60_000;
const BUCKET = { label: '2026-10-05', start: DAY, end: DAY + 1440 * MINUTE_MS };

it('takes a minute of a deleted app that nobody asked for as unknown, and not as empty', async () => {
  const { read, unknown } = deletedApp();

  expect(await read(600, 601)).toEqual([{ date: '2026-10-05', count: 15, units: 7n }]);
  expect(await read(600, 602)).toBeUndefined();
  expect(unknown).toEqual([]);
});

it('tells of a whole bucket what is known of it, and what is not', async () => {
  const { read, unknown } = deletedApp();

  expect(await read(0, 1440)).toEqual([{ date: '2026-10-05', count: 15, units: 7n }]);
  expect(unknown).toEqual([
    { from: DAY, to: DAY + 600 * MINUTE_MS },
    { from: DAY + 601 * MINUTE_MS, to: BUCKET.end },
  ]);
});

/** Of which a single minute was asked for, long after it had passed. */
function deletedApp() {
  const facts = factsInMemory();
  const [from, to] = [DAY + 600 * MINUTE_MS, DAY + 601 * MINUTE_MS];
  facts.put(STATISTICS, {
    readAt: DAY + 9 * 1440 * MINUTE_MS,
    id: 'minute',
    statistic: 'token-costs',
    leavesOutDebugger: true,
    timeZone: 'UTC',
    from,
    to,
    rows: [{ date: '2026-10-05', count: 15, units: 7n }],
  });
  const unknown: Stretch[] = [];
  const { readStatistics } = cacheStatistics({
    reader: askNobody('dify.test'),
    facts,
    now: DAY + 10 * 1440 * MINUTE_MS,
    accountTimeZone: 'UTC',
    isAppDeleted: true,
    leavesOutDebugger: true,
    onChange: () => undefined,
    onUnknown: (stretch) => unknown.push(stretch),
  });
  const windowOf = (first: number, last: number): StatisticsWindow => ({
    start: String(first),
    end: String(last),
    from: DAY + first * MINUTE_MS,
    to: DAY + last * MINUTE_MS,
    attribution: { kind: 'bucket', bucket: BUCKET },
  });
  return {
    unknown,
    read: (first: number, last: number) => readStatistics('token-costs', windowOf(first, last)),
  };
}
