import { afterEach, describe, expect, it, vi } from 'vitest';
import { resolvePeriod } from '../../src/period/resolve-period.ts';
import { planStatisticsWindows } from '../../src/period/statistics-windows.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the zone of the process', () => {
  it.each([
    ['UTC', 0],
    ['Pacific/Apia', -780],
    ['America/Santiago', 180],
    ['Australia/Lord_Howe', -660],
  ])('does not matter (%s)', (processZone, offset) => {
    vi.stubEnv('TZ', processZone);
    expect(new Date('2026-12-01T00:00Z').getTimezoneOffset()).toBe(offset);

    const { nominal, buckets } = resolvePeriod(
      { kind: 'last_week' },
      {
        timeZone: 'America/New_York',
        now: Date.parse('2026-11-03T12:00Z'),
        aggregation: 'daily',
        partialBuckets: false,
      },
    );

    expect(nominal).toBe('2026-10-26..2026-11-01');
    expect(buckets.at(-1)).toEqual({
      label: '2026-11-01',
      start: Date.parse('2026-11-01T04:00Z'),
      end: Date.parse('2026-11-02T05:00Z'),
    });
    expect(planStatisticsWindows(buckets, 'America/New_York')).toMatchObject([
      { start: '2026-10-26 00:00', end: '2026-11-02 00:00' },
    ]);
  });
});
