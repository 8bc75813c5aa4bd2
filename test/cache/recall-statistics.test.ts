import { describe, expect, it } from 'vitest';
import { recallWindow, toPieces } from '../../src/cache/recall-statistics.ts';
import type { StatisticsFact } from '../../src/cache/statistics-fact-kind.ts';
import { planStatisticsWindows } from '../../src/period/statistics-windows.ts';

describe('recallWindow', () => {
  it('divides a window by its dates, days that the clocks change and empty ones among them', () => {
    // New York leaves summer time on 1 November: 25 hours.
    const fact = factOf('2026-10-31T04:00:00Z', '2026-11-03T05:00:00Z', 'America/New_York', {
      '2026-11-01': 25,
      '2026-11-02': 24,
    });

    expect(recall([fact], '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z')).toEqual({
      rows: [{ date: '2026-11-01', count: 25, units: 25n }],
      missing: [],
      early: [],
    });
    expect(recall([fact], '2026-10-31T04:00:00Z', '2026-11-01T04:00:00Z').missing).toEqual([]);
    expect(recall([fact], '2026-10-31T05:00:00Z', '2026-11-01T04:00:00Z').missing).toHaveLength(1);
  });

  it('dates what it tells in the zone that the window is asked in', () => {
    const [first, last] = ['2026-10-04T15:00:00Z', '2026-10-06T15:00:00Z'];
    const days = ['2026-10-05', '2026-10-06'].map((label, place) => ({
      label,
      start: Date.parse(first) + place * 86_400_000,
      end: Date.parse(first) + (place + 1) * 86_400_000,
    }));
    const [window, ...others] = planStatisticsWindows(days, 'Asia/Tokyo');
    if (window === undefined) throw new Error('No window');
    const fact = factOf(first, last, 'Asia/Tokyo', { '2026-10-05': 15, '2026-10-06': 30 });

    expect(others).toEqual([]);
    expect(recallWindow(toPieces([fact], true), window, 'Asia/Tokyo').rows).toEqual([
      { date: '2026-10-05', count: 15, units: 15n },
      { date: '2026-10-06', count: 30, units: 30n },
    ]);
  });

  it('takes a fact without dates whole or not at all', () => {
    const fact = factOf('2026-10-05T00:00:00Z', '2026-10-07T00:00:00Z', 'UTC', { None: 30 });

    expect(recall([fact], '2026-10-05T00:00:00Z', '2026-10-07T00:00:00Z').rows).toMatchObject([
      { count: 30 },
    ]);
    expect(recall([fact], '2026-10-05T00:00:00Z', '2026-10-06T00:00:00Z').rows).toEqual([]);
  });

  it('does not know a price of which one part has none', () => {
    const { rows } = factOf('2026-10-05T00:00:00Z', '2026-10-06T00:00:00Z', 'UTC', { None: 15 });
    const fact = {
      ...factOf('2026-10-05T00:00:00Z', '2026-10-06T00:00:00Z', 'UTC', {}),
      rows: [...rows, { date: 'None', count: 15, units: undefined }],
    };

    expect(recall([fact], '2026-10-05T00:00:00Z', '2026-10-06T00:00:00Z').rows).toEqual([
      { date: '2026-10-05', count: 30, units: undefined },
    ]);
  });
});

function recall(facts: readonly StatisticsFact[], start: string, end: string) {
  const bucket = { label: 'bucket', start: Date.parse(start), end: Date.parse(end) };
  const [window] = planStatisticsWindows([bucket], 'UTC');
  if (window === undefined) throw new Error('No window');
  return recallWindow(toPieces(facts, true), window, 'UTC');
}

function factOf(
  from: string,
  to: string,
  timeZone: string,
  counts: Readonly<Record<string, number>>,
): StatisticsFact {
  return {
    readAt: Date.parse('2026-12-01T00:00:00Z'),
    id: from,
    statistic: 'token-costs',
    leavesOutDebugger: true,
    timeZone,
    from: Date.parse(from),
    to: Date.parse(to),
    rows: Object.entries(counts).map(([date, count]) => ({ date, count, units: BigInt(count) })),
  };
}
