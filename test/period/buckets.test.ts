import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutBuckets, findBucket } from '../../src/period/buckets.ts';
import type { Aggregation, Bucket } from '../../src/period/period.ts';
import { localDate } from '../../src/period/time-zone.ts';
import { anyMinute, anyTimeZone } from '../support/time-zones.ts';

const HOUR = 3_600_000;

/** `label start end`, one a line, as a person would check them. */
function cut(start: string, end: string, timeZone: string, aggregation: Aggregation) {
  const period = { start: Date.parse(start), end: Date.parse(end), timeZone };
  return cutBuckets(period, aggregation).map(
    (bucket) => `${bucket.label} ${short(bucket.start)} ${short(bucket.end)}`,
  );
}

function short(instant: number) {
  return new Date(instant).toISOString().slice(0, 16);
}

describe('cutBuckets', () => {
  it('cuts months in the zone', () => {
    expect(cut('2026-10-31T15:00Z', '2026-12-31T15:00Z', 'Asia/Tokyo', 'monthly')).toEqual([
      '2026-11 2026-10-31T15:00 2026-11-30T15:00',
      '2026-12 2026-11-30T15:00 2026-12-31T15:00',
    ]);
  });

  it('cuts weeks on Mondays and labels them with the week year', () => {
    expect(cut('2026-12-20T15:00Z', '2027-01-10T15:00Z', 'Asia/Tokyo', 'weekly')).toEqual([
      '2026-W52 2026-12-20T15:00 2026-12-27T15:00',
      '2026-W53 2026-12-27T15:00 2027-01-03T15:00',
      '2027-W01 2027-01-03T15:00 2027-01-10T15:00',
    ]);
  });

  it('keeps the whole label of a bucket that is cut at the bounds of the period', () => {
    expect(cut('2026-11-05T03:04Z', '2026-12-01T10:00Z', 'UTC', 'monthly')).toEqual([
      '2026-11 2026-11-05T03:04 2026-12-01T00:00',
      '2026-12 2026-12-01T00:00 2026-12-01T10:00',
    ]);
  });

  it('gives the day of 25 hours its hour', () => {
    expect(cut('2026-10-31T04:00Z', '2026-11-03T05:00Z', 'America/New_York', 'daily')).toEqual([
      '2026-10-31 2026-10-31T04:00 2026-11-01T04:00',
      '2026-11-01 2026-11-01T04:00 2026-11-02T05:00',
      '2026-11-02 2026-11-02T05:00 2026-11-03T05:00',
    ]);
  });

  it('takes the hour from the day of 23 hours', () => {
    expect(cut('2027-03-14T05:00Z', '2027-03-16T04:00Z', 'America/New_York', 'daily')).toEqual([
      '2027-03-14 2027-03-14T05:00 2027-03-15T04:00',
      '2027-03-15 2027-03-15T04:00 2027-03-16T04:00',
    ]);
  });

  it('starts a day without a midnight when the clocks have changed', () => {
    expect(cut('2026-09-05T04:00Z', '2026-09-07T03:00Z', 'America/Santiago', 'daily')).toEqual([
      '2026-09-05 2026-09-05T04:00 2026-09-06T04:00',
      '2026-09-06 2026-09-06T04:00 2026-09-07T03:00',
    ]);
  });

  it('has no bucket for a day that the zone left out', () => {
    expect(cut('2011-12-29T10:00Z', '2011-12-31T10:00Z', 'Pacific/Apia', 'daily')).toEqual([
      '2011-12-29 2011-12-29T10:00 2011-12-30T10:00',
      '2011-12-31 2011-12-30T10:00 2011-12-31T10:00',
    ]);
  });

  it('has no buckets for an empty period', () => {
    expect(cut('2026-11-01T00:00Z', '2026-11-01T00:00Z', 'UTC', 'daily')).toEqual([]);
  });

  it('covers any period exactly, in order, in every zone', () => {
    fc.assert(
      fc.property(anyPeriod(1990), anyAggregation, (period, aggregation) => {
        const buckets = cutBuckets(period, aggregation);

        let cursor = period.start;
        for (const bucket of buckets) {
          expect(bucket.start).toBe(cursor);
          expect(bucket.end).toBeGreaterThan(bucket.start);
          cursor = bucket.end;
        }
        expect(cursor).toBe(period.end);
        expect(new Set(buckets.map(({ label }) => label)).size).toBe(buckets.length);
      }),
      { numRuns: 200 },
    );
  });

  // Until 2011 clocks in Newfoundland went back from 00:01 into the day before.
  it('puts each instant into the bucket of its local date, in every zone', () => {
    fc.assert(
      fc.property(anyPeriod(2012), fc.double({ min: 0, max: 1, noNaN: true }), (period, share) => {
        const instant = period.start + Math.floor((period.end - 1 - period.start) * share);
        const date = localDate(instant, period.timeZone);

        expect(findBucket(cutBuckets(period, 'daily'), instant)?.label).toBe(date);
        expect(findBucket(cutBuckets(period, 'monthly'), instant)?.label).toBe(date.slice(0, 7));
      }),
      { numRuns: 200 },
    );
  });
});

describe('findBucket', () => {
  const days: Bucket[] = [
    { label: 'a', start: 10, end: 20 },
    { label: 'b', start: 20, end: 21 },
    { label: 'c', start: 21, end: 40 },
    { label: 'd', start: 40, end: 50 },
  ];

  it.each([
    [9, undefined],
    [10, 'a'],
    [19, 'a'],
    [20, 'b'],
    [21, 'c'],
    [39, 'c'],
    [40, 'd'],
    [49, 'd'],
    [50, undefined],
  ])('finds for %i the bucket %s', (instant, label) => {
    expect(findBucket(days, instant)?.label).toBe(label);
  });

  it('finds nothing among no buckets', () => {
    expect(findBucket([], 0)).toBeUndefined();
  });
});

const anyAggregation = fc.constantFrom<Aggregation>('daily', 'weekly', 'monthly');

function anyPeriod(fromYear: number) {
  return fc
    .tuple(anyTimeZone, anyMinute(fromYear), fc.integer({ min: 1, max: 40 * 24 }))
    .map(([timeZone, start, hours]) => ({ timeZone, start, end: start + hours * HOUR }));
}
