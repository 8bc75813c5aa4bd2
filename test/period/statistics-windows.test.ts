import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutBuckets, findBucket } from '../../src/period/buckets.ts';
import type { Aggregation, Bucket } from '../../src/period/period.ts';
import {
  attribute,
  planStatisticsWindows,
  type StatisticsWindow,
} from '../../src/period/statistics-windows.ts';
import { localDate } from '../../src/period/time-zone.ts';
import { wallMinuteToInstant } from '../../src/period/wall-clock.ts';
import { anyMinute, anyTimeZone } from '../support/time-zones.ts';

const HOUR = 3_600_000;

function bucketsFrom(
  start: string,
  end: string,
  timeZone: string,
  aggregation: Aggregation = 'daily',
) {
  return cutBuckets({ start: Date.parse(start), end: Date.parse(end), timeZone }, aggregation);
}

/** `start end → bucket`, one a line; `a|b` for what straddles the boundary between a and b. */
function describeWindow({ start, end, attribution }: StatisticsWindow) {
  switch (attribution.kind) {
    case 'bucket':
      return `${start} ${end} → ${attribution.bucket.label}`;
    case 'by-date':
      return `${start} ${end} → by date`;
    case 'straddling':
      return `${start} ${end} → ${attribution.earlier?.label}|${attribution.later?.label}`;
  }
}

const plan = (buckets: readonly Bucket[], accountTimeZone: string) =>
  planStatisticsWindows(buckets, accountTimeZone).map(describeWindow);

describe('planStatisticsWindows', () => {
  it('asks once for all days of the account’s own zone', () => {
    const november = bucketsFrom('2026-10-31T15:00Z', '2026-11-30T15:00Z', 'Asia/Tokyo');

    expect(plan(november, 'Asia/Tokyo')).toEqual(['2026-11-01 00:00 2026-12-01 00:00 → by date']);
    expect(plan(november, 'Asia/Seoul')).toEqual(['2026-11-01 00:00 2026-12-01 00:00 → by date']);
  });

  it('asks once when the last day is cut at now', () => {
    const untilNow = bucketsFrom('2026-11-22T15:00Z', '2026-11-24T00:47Z', 'Asia/Tokyo');

    expect(plan(untilNow, 'Asia/Tokyo')).toEqual(['2026-11-23 00:00 2026-11-24 09:47 → by date']);
  });

  it('asks for the exact instants of each day when the zones differ', () => {
    const days = bucketsFrom('2026-10-31T15:00Z', '2026-11-02T15:00Z', 'Asia/Tokyo');

    expect(plan(days, 'America/New_York')).toEqual([
      '2026-10-31 11:00 2026-11-01 10:00 → 2026-11-01',
      '2026-11-01 10:00 2026-11-02 10:00 → 2026-11-02',
    ]);
  });

  it('asks for each day when only some of them are days of the account', () => {
    const winter = bucketsFrom('2026-10-26T00:00Z', '2026-10-28T00:00Z', 'UTC');
    const changing = bucketsFrom('2026-03-27T00:00Z', '2026-03-31T00:00Z', 'UTC');

    expect(plan(winter, 'Europe/London')).toEqual(['2026-10-26 00:00 2026-10-28 00:00 → by date']);
    expect(plan(changing, 'Europe/London')).toEqual([
      '2026-03-27 00:00 2026-03-28 00:00 → 2026-03-27',
      '2026-03-28 00:00 2026-03-29 00:00 → 2026-03-28',
      '2026-03-29 00:00 2026-03-30 01:00 → 2026-03-29',
      '2026-03-30 01:00 2026-03-31 01:00 → 2026-03-30',
    ]);
  });

  it('asks for one month in one piece, whatever the zones', () => {
    const month = bucketsFrom('2026-10-31T15:00Z', '2026-11-30T15:00Z', 'Asia/Tokyo', 'monthly');

    expect(plan(month, 'America/New_York')).toEqual([
      '2026-10-31 11:00 2026-11-30 10:00 → 2026-11',
    ]);
  });

  it('sets apart the hour around a boundary that the account’s clocks pass twice', () => {
    const days = bucketsFrom('2026-10-24T00:00Z', '2026-10-26T00:00Z', 'UTC');

    expect(plan(days, 'Europe/London')).toEqual([
      '2026-10-24 01:00 2026-10-25 00:59 → 2026-10-24',
      '2026-10-25 00:59 2026-10-25 01:00 → 2026-10-24|2026-10-25',
      '2026-10-25 01:00 2026-10-26 00:00 → 2026-10-25',
    ]);
  });

  it('sets it apart at the start and at the end of the period, too', () => {
    const before = bucketsFrom('2026-10-24T00:00Z', '2026-10-25T00:00Z', 'UTC');
    const after = bucketsFrom('2026-10-25T00:00Z', '2026-10-26T00:00Z', 'UTC');

    expect(plan(before, 'Europe/London')).toEqual([
      '2026-10-24 01:00 2026-10-25 00:59 → 2026-10-24',
      '2026-10-25 00:59 2026-10-25 01:00 → 2026-10-24|undefined',
    ]);
    expect(plan(after, 'Europe/London')).toEqual([
      '2026-10-25 00:59 2026-10-25 01:00 → undefined|2026-10-25',
      '2026-10-25 01:00 2026-10-26 00:00 → 2026-10-25',
    ]);
  });

  it('asks once for a stretch that two boundaries lie in', () => {
    const untilNow = bucketsFrom('2026-10-24T00:00Z', '2026-10-25T00:20Z', 'UTC');

    expect(plan(untilNow, 'Europe/London')).toEqual([
      '2026-10-24 01:00 2026-10-25 00:59 → 2026-10-24',
      '2026-10-25 00:59 2026-10-25 01:00 → 2026-10-24|2026-10-25',
    ]);
  });

  it('asks for too much and sorts by date when the account’s midnight comes twice', () => {
    const day = bucketsFrom('2026-11-01T04:00Z', '2026-11-02T05:00Z', 'America/Havana');
    const before = bucketsFrom('2026-10-31T04:00Z', '2026-11-01T04:00Z', 'America/Havana');

    expect(plan(day, 'America/Havana')).toEqual(['2026-10-31 23:59 2026-11-02 00:00 → by date']);
    expect(plan(before, 'America/Havana')).toEqual(['2026-10-31 00:00 2026-11-01 00:00 → by date']);
  });

  it('asks nothing for nothing', () => {
    expect(planStatisticsWindows([], 'UTC')).toEqual([]);
  });
});

describe('attribute', () => {
  const only = (buckets: readonly Bucket[], accountTimeZone: string) => {
    const [window, ...others] = planStatisticsWindows(buckets, accountTimeZone);
    if (window === undefined || others.length > 0) throw new Error('not one window');
    return (date: string) => attribute(window, date)?.label;
  };

  it('finds the day, the week and the month of a date', () => {
    const november = ['2026-10-31T15:00Z', '2026-11-30T15:00Z', 'Asia/Tokyo'] as const;

    expect(only(bucketsFrom(...november, 'daily'), 'Asia/Tokyo')('2026-11-30')).toBe('2026-11-30');
    expect(only(bucketsFrom(...november, 'weekly'), 'Asia/Tokyo')('2026-11-30')).toBe('2026-W49');
    expect(only(bucketsFrom(...november, 'monthly'), 'Asia/Tokyo')('2026-11-30')).toBe('2026-11');
  });

  it('takes the first date into the first bucket even when that begins later', () => {
    const buckets = bucketsFrom('2026-11-22T20:00Z', '2026-11-24T15:00Z', 'Asia/Tokyo');

    expect(only(buckets, 'Asia/Tokyo')('2026-11-23')).toBe('2026-11-23');
  });

  it('leaves out what a wider window returned beyond the period', () => {
    const day = only(
      bucketsFrom('2026-11-01T04:00Z', '2026-11-02T05:00Z', 'America/Havana'),
      'America/Havana',
    );
    const dayBefore = only(
      bucketsFrom('2026-10-31T04:00Z', '2026-11-01T04:00Z', 'America/Havana'),
      'America/Havana',
    );

    expect([day('2026-10-31'), day('2026-11-01')]).toEqual([undefined, '2026-11-01']);
    expect([dayBefore('2026-10-31'), dayBefore('2026-11-01')]).toEqual(['2026-10-31', undefined]);
  });

  it('gives what straddles a boundary to the earlier bucket, so that no other run bills it', () => {
    const straddling = (start: string, end: string) => {
      const windows = planStatisticsWindows(bucketsFrom(start, end, 'UTC'), 'Europe/London');
      const window = windows.find(({ attribution }) => attribution.kind === 'straddling');
      return window === undefined ? 'none' : attribute(window, '2026-10-25')?.label;
    };

    expect(straddling('2026-10-24T00:00Z', '2026-10-26T00:00Z')).toBe('2026-10-24');
    expect(straddling('2026-10-24T00:00Z', '2026-10-25T00:00Z')).toBe('2026-10-24');
    expect(straddling('2026-10-25T00:00Z', '2026-10-26T00:00Z')).toBeUndefined();
  });

  it('does not need a date where there is one bucket', () => {
    const buckets = bucketsFrom('2026-10-31T15:00Z', '2026-11-30T15:00Z', 'Asia/Tokyo', 'monthly');

    expect(only(buckets, 'Asia/Tokyo')('None')).toBe('2026-11');
  });

  it('refuses what is not a date where there are several', () => {
    const buckets = bucketsFrom('2026-10-31T15:00Z', '2026-11-30T15:00Z', 'Asia/Tokyo');

    expect(() => only(buckets, 'Asia/Tokyo')('None')).toThrow(RangeError);
  });
});

describe('the plan, carried out', () => {
  const anyPlan = fc
    .tuple(
      fc.tuple(anyTimeZone, anyTimeZone, fc.boolean()),
      anyMinute(2012),
      fc.integer({ min: 1, max: 12 * 24 * 60 }),
      fc.constantFrom<Aggregation>('daily', 'weekly', 'monthly'),
    )
    .map(([[timeZone, other, same], start, minutes, aggregation]) => ({
      buckets: cutBuckets({ timeZone, start, end: start + minutes * 60_000 }, aggregation),
      accountTimeZone: same ? timeZone : other,
    }));

  it('asks with wall minutes that Dify takes for the instants meant, without gap or overlap', () => {
    fc.assert(
      fc.property(anyPlan, ({ buckets, accountTimeZone }) => {
        const windows = planStatisticsWindows(buckets, accountTimeZone);

        for (const [index, { start, end, from, to }] of windows.entries()) {
          expect(wallMinuteToInstant(start, accountTimeZone)).toBe(from);
          expect(wallMinuteToInstant(end, accountTimeZone)).toBe(to);
          expect(to).toBeGreaterThan(from);
          expect(windows[index + 1]?.from ?? to).toBe(to);
        }
        expect(windows.at(0)?.from).toBeLessThanOrEqual(buckets.at(0)?.start ?? 0);
        expect(windows.at(-1)?.to).toBeGreaterThanOrEqual(buckets.at(-1)?.end ?? 0);
      }),
      { numRuns: 300 },
    );
  });

  it('gives each event to its own bucket, or to the earlier one where the window straddles', () => {
    fc.assert(
      fc.property(
        anyPlan,
        fc.array(fc.double({ min: -0.1, max: 1.1, noNaN: true }), { minLength: 20 }),
        ({ buckets, accountTimeZone }, shares) => {
          const first = buckets.at(0)?.start ?? 0;
          const last = buckets.at(-1)?.end ?? 0;
          const events = [
            ...shares.map((share) => Math.floor(first + (last - first) * share)),
            ...buckets.flatMap(({ start, end }) => [start - 1, start, start + HOUR, end - 1, end]),
          ];
          const windows = planStatisticsWindows(buckets, accountTimeZone);

          for (const event of events) {
            const window = windows.find(({ from, to }) => from <= event && event < to);
            const given = window && attribute(window, localDate(event, accountTimeZone));
            const own = findBucket(buckets, event);
            if (window?.attribution.kind === 'straddling') {
              const { earlier } = window.attribution;
              expect(given).toBe(earlier);
              expect(earlier?.start ?? first).toBeLessThanOrEqual(Math.max(event, first));
            } else {
              expect(given).toBe(own);
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
