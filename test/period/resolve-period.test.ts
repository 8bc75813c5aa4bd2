import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PeriodRequest } from '../../src/period/parse-period-request.ts';
import type { Aggregation } from '../../src/period/period.ts';
import { type ResolvedPeriod, resolvePeriod } from '../../src/period/resolve-period.ts';
import { anyMinute, anyTimeZone } from '../support/time-zones.ts';

type Situation = {
  now: string;
  timeZone?: string;
  aggregation?: Aggregation;
  partialBuckets?: boolean;
};

function resolve(request: PeriodRequest, situation: Situation) {
  return resolvePeriod(request, {
    timeZone: 'Asia/Tokyo',
    aggregation: 'monthly',
    partialBuckets: false,
    ...situation,
    now: Date.parse(situation.now),
  });
}

/** `label start end`, one a line, as a person would check them. */
function bucketsOf({ buckets }: ResolvedPeriod) {
  return buckets.map(({ label, start, end }) => `${label} ${short(start)} ${short(end)}`);
}

function short(instant: number) {
  return new Date(instant).toISOString().slice(0, 16);
}

const dates = (first: string, last: string): PeriodRequest => ({ kind: 'dates', first, last });

describe('resolvePeriod', () => {
  it('ends last month with its last minute, five minutes after the month', () => {
    const november = resolve({ kind: 'last_month' }, { now: '2026-11-30T15:05:00Z' });

    expect(november).toEqual({
      nominal: '2026-11-01..2026-11-30',
      requested: {
        start: Date.parse('2026-10-31T15:00:00Z'),
        end: Date.parse('2026-11-30T15:00:00Z'),
        timeZone: 'Asia/Tokyo',
      },
      collected: {
        start: Date.parse('2026-10-31T15:00:00Z'),
        end: Date.parse('2026-11-30T15:00:00Z'),
        timeZone: 'Asia/Tokyo',
      },
      buckets: [
        {
          label: '2026-11',
          start: Date.parse('2026-10-31T15:00:00Z'),
          end: Date.parse('2026-11-30T15:00:00Z'),
        },
      ],
      isOpen: false,
      widened: false,
    });
  });

  it('ends an open period at the minute of now', () => {
    const november = resolve({ kind: 'current_month' }, { now: '2026-11-24T09:47:58.123Z' });

    expect(bucketsOf(november)).toEqual(['2026-11 2026-10-31T15:00 2026-11-24T09:47']);
    expect(november.isOpen).toBe(true);
    expect(new Date(november.requested.end).toISOString()).toBe('2026-11-30T15:00:00.000Z');
  });

  // Wednesday, 2026-11-25 in Tokyo, still Tuesday in UTC.
  it.each<[PeriodRequest, string, string, string, boolean]>([
    [{ kind: 'today' }, '2026-11-25..2026-11-25', '2026-11-24T15:00', '2026-11-24T20:00', true],
    [
      { kind: 'yesterday' },
      '2026-11-24..2026-11-24',
      '2026-11-23T15:00',
      '2026-11-24T15:00',
      false,
    ],
    [
      { kind: 'current_week' },
      '2026-11-23..2026-11-29',
      '2026-11-22T15:00',
      '2026-11-24T20:00',
      true,
    ],
    [
      { kind: 'last_week' },
      '2026-11-16..2026-11-22',
      '2026-11-15T15:00',
      '2026-11-22T15:00',
      false,
    ],
    [
      { kind: 'current_month' },
      '2026-11-01..2026-11-30',
      '2026-10-31T15:00',
      '2026-11-24T20:00',
      true,
    ],
    [
      { kind: 'last_month' },
      '2026-10-01..2026-10-31',
      '2026-09-30T15:00',
      '2026-10-31T15:00',
      false,
    ],
    [
      { kind: 'last_days', days: 7 },
      '2026-11-18..2026-11-24',
      '2026-11-17T15:00',
      '2026-11-24T15:00',
      false,
    ],
    [
      { kind: 'last_days', days: 1 },
      '2026-11-24..2026-11-24',
      '2026-11-23T15:00',
      '2026-11-24T15:00',
      false,
    ],
    [
      dates('2026-11-03', '2026-11-04'),
      '2026-11-03..2026-11-04',
      '2026-11-02T15:00',
      '2026-11-04T15:00',
      false,
    ],
    [
      dates('2026-11-20', '2026-12-10'),
      '2026-11-20..2026-12-10',
      '2026-11-19T15:00',
      '2026-11-24T20:00',
      true,
    ],
  ])('resolves %j in the zone, not in UTC', (request, nominal, start, end, isOpen) => {
    const period = resolve(request, { now: '2026-11-24T20:00:30Z', aggregation: 'daily' });

    expect(period).toMatchObject({ nominal, isOpen, widened: false });
    expect([short(period.collected.start), short(period.collected.end)]).toEqual([start, end]);
  });

  it('resolves last month in January', () => {
    const { nominal } = resolve({ kind: 'last_month' }, { now: '2027-01-15T00:00Z' });

    expect(nominal).toBe('2026-12-01..2026-12-31');
  });

  it('resolves weeks on a Sunday and on a Monday', () => {
    const sunday = { now: '2026-11-29T12:00Z', timeZone: 'UTC', aggregation: 'weekly' } as const;
    const monday = { ...sunday, now: '2026-11-30T00:00Z' };

    expect(resolve({ kind: 'current_week' }, sunday).nominal).toBe('2026-11-23..2026-11-29');
    expect(resolve({ kind: 'last_week' }, sunday).nominal).toBe('2026-11-16..2026-11-22');
    expect(resolve({ kind: 'last_week' }, monday).nominal).toBe('2026-11-23..2026-11-29');
  });

  it.each<Aggregation>(['daily', 'weekly', 'monthly'])(
    'names the month alike while it runs and later (%s)',
    (aggregation) => {
      const during = resolve({ kind: 'current_month' }, { now: '2026-11-24T09:00Z', aggregation });
      const after = resolve({ kind: 'last_month' }, { now: '2026-12-24T09:00Z', aggregation });
      const byName = resolve(dates('2026-11-01', '2026-11-30'), {
        now: '2027-05-01T00:00Z',
        aggregation,
      });

      expect(during.nominal).toBe(after.nominal);
      expect(byName.nominal).toBe(after.nominal);
    },
  );

  it('widens to whole months', () => {
    const period = resolve(dates('2026-09-20', '2026-10-05'), { now: '2026-11-24T09:00Z' });

    expect(period).toMatchObject({
      nominal: '2026-09-01..2026-10-31',
      widened: true,
      isOpen: false,
    });
    expect(bucketsOf(period)).toEqual([
      '2026-09 2026-08-31T15:00 2026-09-30T15:00',
      '2026-10 2026-09-30T15:00 2026-10-31T15:00',
    ]);
    expect(short(period.requested.start)).toBe('2026-09-19T15:00');
    expect(short(period.requested.end)).toBe('2026-10-05T15:00');
  });

  it('widens to whole weeks, but never past now', () => {
    const period = resolve(
      { kind: 'last_month' },
      { now: '2026-12-01T03:10:20Z', timeZone: 'UTC', aggregation: 'weekly' },
    );

    expect(period).toMatchObject({
      nominal: '2026-10-26..2026-12-06',
      widened: true,
      isOpen: true,
    });
    expect(bucketsOf(period)).toEqual([
      '2026-W44 2026-10-26T00:00 2026-11-02T00:00',
      '2026-W45 2026-11-02T00:00 2026-11-09T00:00',
      '2026-W46 2026-11-09T00:00 2026-11-16T00:00',
      '2026-W47 2026-11-16T00:00 2026-11-23T00:00',
      '2026-W48 2026-11-23T00:00 2026-11-30T00:00',
      '2026-W49 2026-11-30T00:00 2026-12-01T03:10',
    ]);
  });

  it('says whether it is widened by the start alone and by the end alone', () => {
    const now = '2026-12-24T09:00Z';

    expect(resolve(dates('2026-11-02', '2026-11-30'), { now }).widened).toBe(true);
    expect(resolve(dates('2026-11-01', '2026-11-29'), { now }).widened).toBe(true);
  });

  it('cuts the outer buckets at the requested dates on demand', () => {
    const period = resolve(dates('2026-09-20', '2026-10-05'), {
      now: '2026-11-24T09:00Z',
      partialBuckets: true,
    });

    expect(period).toMatchObject({
      nominal: '2026-09-20..2026-10-05',
      widened: false,
      isOpen: false,
    });
    expect(bucketsOf(period)).toEqual([
      '2026-09 2026-09-19T15:00 2026-09-30T15:00',
      '2026-10 2026-09-30T15:00 2026-10-05T15:00',
    ]);
  });

  it('is closed from the first instant after it', () => {
    const last = resolve(dates('2026-11-30', '2026-11-30'), {
      now: '2026-11-30T14:59:59.999Z',
      aggregation: 'daily',
    });
    const after = resolve(dates('2026-11-30', '2026-11-30'), {
      now: '2026-11-30T15:00:00.000Z',
      aggregation: 'daily',
    });

    expect([last.isOpen, short(last.collected.end)]).toEqual([true, '2026-11-30T14:59']);
    expect([after.isOpen, short(after.collected.end)]).toEqual([false, '2026-11-30T15:00']);
  });

  it.each<[PeriodRequest, Aggregation, string]>([
    [{ kind: 'current_month' }, 'monthly', '2026-10-31T15:00:59Z'],
    [{ kind: 'current_month' }, 'weekly', '2026-10-31T15:00:59Z'],
    [{ kind: 'today' }, 'daily', '2026-10-31T15:00:00Z'],
    [dates('2026-11-01', '2026-11-05'), 'daily', '2026-10-31T15:00:00Z'],
  ])('is empty in the first minute of %j (%s)', (request, aggregation, now) => {
    const period = resolve(request, { now, aggregation });

    expect(period.collected.start).toBe(Date.parse('2026-10-31T15:00:00Z'));
    expect(period.collected.end).toBe(Date.parse('2026-10-31T15:00:00Z'));
    expect(period).toMatchObject({ buckets: [], isOpen: true });
  });

  it('refuses a period that has not begun, even if its month has', () => {
    expect(() =>
      resolve(dates('2026-11-26', '2026-11-30'), { now: '2026-11-24T20:00:00Z' }),
    ).toThrow(
      periodError(
        'The period 2026-11-26..2026-11-30 has not begun: in Asia/Tokyo it is 2026-11-25. ' +
          'Choose one that starts today or earlier.',
      ),
    );
  });

  it('has the days of a month with 25 hours in one of them', () => {
    const { buckets } = resolve(dates('2026-11-01', '2026-11-30'), {
      now: '2026-12-24T09:00Z',
      timeZone: 'America/New_York',
      aggregation: 'daily',
    });

    expect(buckets).toHaveLength(30);
    expect(buckets.map(({ start, end }) => (end - start) / 3_600_000)).toEqual([
      25,
      ...Array(29).fill(24),
    ]);
  });

  it('is empty and closed on a day that the zone left out', () => {
    const period = resolve(dates('2011-12-30', '2011-12-30'), {
      now: '2026-12-24T09:00Z',
      timeZone: 'Pacific/Apia',
      aggregation: 'daily',
    });

    expect(period).toMatchObject({ buckets: [], isOpen: false });
  });

  it('covers what was asked for up to now and never more than now, at any time', () => {
    const anyRequest = fc.constantFrom<PeriodRequest>(
      { kind: 'today' },
      { kind: 'yesterday' },
      { kind: 'current_week' },
      { kind: 'last_week' },
      { kind: 'current_month' },
      { kind: 'last_month' },
      { kind: 'last_days', days: 10 },
    );
    const anyAggregation = fc.constantFrom<Aggregation>('daily', 'weekly', 'monthly');

    fc.assert(
      fc.property(
        fc.tuple(anyRequest, anyTimeZone, anyMinute(2012), anyAggregation, fc.boolean()),
        ([request, timeZone, now, aggregation, partialBuckets]) => {
          const { requested, collected, buckets, isOpen } = resolvePeriod(request, {
            timeZone,
            now,
            aggregation,
            partialBuckets,
          });
          const askedUntilNow = Math.min(requested.end, now);

          expect(collected.start).toBeLessThanOrEqual(requested.start);
          expect(collected.end).toBeGreaterThanOrEqual(askedUntilNow);
          expect(collected.end).toBeLessThanOrEqual(now);
          expect(isOpen || collected.end >= requested.end).toBe(true);
          expect(buckets.at(0)?.start ?? collected.start).toBe(collected.start);
          expect(buckets.at(-1)?.end ?? collected.end).toBe(collected.end);
        },
      ),
      { numRuns: 300 },
    );
  });
});

function periodError(message: string) {
  return expect.objectContaining({ name: 'PeriodError', message });
}
