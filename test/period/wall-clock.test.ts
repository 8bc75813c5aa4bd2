import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  expressibleBounds,
  isExpressible,
  toWallMinute,
  wallMinuteToInstant,
} from '../../src/period/wall-clock.ts';
import { anyMinute, anyTimeZone } from '../support/time-zones.ts';

const MINUTE = 60_000;
const iso = (instant: number) => new Date(instant).toISOString();

describe('toWallMinute', () => {
  it.each([
    ['2026-10-31T15:00:00Z', 'Asia/Tokyo', '2026-11-01 00:00'],
    ['2026-10-31T15:00:59.999Z', 'Asia/Tokyo', '2026-11-01 00:00'],
    ['2026-11-01T05:30:00Z', 'America/New_York', '2026-11-01 01:30'],
    ['2026-11-01T06:30:00Z', 'America/New_York', '2026-11-01 01:30'],
    ['2026-01-01T00:00:00Z', 'Asia/Kathmandu', '2026-01-01 05:45'],
    ['2026-12-31T23:59:00Z', 'UTC', '2026-12-31 23:59'],
  ])('shows %s in %s', (instant, timeZone, wall) => {
    expect(toWallMinute(Date.parse(instant), timeZone)).toBe(wall);
  });
});

describe('wallMinuteToInstant', () => {
  it.each([
    ['a minute that exists once', '2026-11-01 00:00', 'Asia/Tokyo', '2026-10-31T15:00:00.000Z'],
    [
      'standard time when New York has it twice',
      '2026-11-01 01:30',
      'America/New_York',
      '2026-11-01T06:30:00.000Z',
    ],
    [
      'standard time when London has it twice',
      '2026-10-25 01:00',
      'Europe/London',
      '2026-10-25T01:00:00.000Z',
    ],
    [
      'standard time when Havana has midnight twice',
      '2026-11-01 00:00',
      'America/Havana',
      '2026-11-01T05:00:00.000Z',
    ],
    [
      'standard time when Lord Howe has half an hour twice',
      '2026-04-05 01:45',
      'Australia/Lord_Howe',
      '2026-04-04T15:15:00.000Z',
    ],
    [
      'Irish Standard Time, which is that of summer',
      '2026-10-25 01:30',
      'Europe/Dublin',
      '2026-10-25T00:30:00.000Z',
    ],
    [
      'the standard offset when New York leaves it out',
      '2026-03-08 02:30',
      'America/New_York',
      '2026-03-08T07:30:00.000Z',
    ],
    [
      'the standard offset when Santiago has no midnight',
      '2026-09-06 00:00',
      'America/Santiago',
      '2026-09-06T04:00:00.000Z',
    ],
    [
      'the offset before a day that was left out',
      '2011-12-30 12:00',
      'Pacific/Apia',
      '2011-12-30T22:00:00.000Z',
    ],
  ])('reads %s', (_name, wall, timeZone, instant) => {
    expect(iso(wallMinuteToInstant(wall, timeZone))).toBe(instant);
  });

  it.each(['', '2026-11-01', '2026-11-01 00:00:00', '2026-02-30 00:00', '2026-11-01T00:00'])(
    'refuses %j',
    (text) => {
      expect(() => wallMinuteToInstant(text, 'UTC')).toThrow(RangeError);
    },
  );
});

describe('isExpressible', () => {
  it.each([
    [true, 'before the hour that comes twice', '2026-11-01T04:59:00Z', 'America/New_York'],
    [false, 'at the start of its first pass', '2026-11-01T05:00:00Z', 'America/New_York'],
    [false, 'at the end of its first pass', '2026-11-01T05:59:00Z', 'America/New_York'],
    [true, 'at the start of its second pass', '2026-11-01T06:00:00Z', 'America/New_York'],
    [true, 'within the first pass in Dublin', '2026-10-25T00:30:00Z', 'Europe/Dublin'],
    [false, 'within the second pass in Dublin', '2026-10-25T01:30:00Z', 'Europe/Dublin'],
    [false, 'within a minute', '2026-11-01T12:00:30Z', 'UTC'],
    [true, 'on the minute', '2026-11-01T12:00:00Z', 'UTC'],
  ])('is %s %s', (expected, _name, instant, timeZone) => {
    expect(isExpressible(Date.parse(instant), timeZone)).toBe(expected);
  });
});

describe('expressibleBounds', () => {
  const bounds = (instant: string, timeZone: string) => {
    const { before, after } = expressibleBounds(Date.parse(instant), timeZone);
    return [iso(before), iso(after)];
  };

  it('is the instant itself where that can be expressed', () => {
    expect(bounds('2026-10-31T15:00:00Z', 'Asia/Tokyo')).toEqual([
      '2026-10-31T15:00:00.000Z',
      '2026-10-31T15:00:00.000Z',
    ]);
  });

  it('is the minutes around an instant within a minute', () => {
    expect(bounds('2026-10-31T15:00:00.001Z', 'Asia/Tokyo')).toEqual([
      '2026-10-31T15:00:00.000Z',
      '2026-10-31T15:01:00.000Z',
    ]);
  });

  it('is the last minute before and the end of the pass that has no name', () => {
    expect(bounds('2026-11-01T05:00:00Z', 'America/New_York')).toEqual([
      '2026-11-01T04:59:00.000Z',
      '2026-11-01T06:00:00.000Z',
    ]);
    expect(bounds('2026-04-04T14:45:00Z', 'Australia/Lord_Howe')).toEqual([
      '2026-04-04T14:29:00.000Z',
      '2026-04-04T15:00:00.000Z',
    ]);
    expect(bounds('2026-10-25T01:30:00Z', 'Europe/Dublin')).toEqual([
      '2026-10-25T00:59:00.000Z',
      '2026-10-25T02:00:00.000Z',
    ]);
  });

  it('encloses the instant, tightly, in every zone', () => {
    fc.assert(
      fc.property(anyTimeZone, anyMinute(1990), (timeZone, instant) => {
        const { before, after } = expressibleBounds(instant, timeZone);

        expect(before).toBeLessThanOrEqual(instant);
        expect(after).toBeGreaterThanOrEqual(instant);
        expect(isExpressible(before, timeZone) && isExpressible(after, timeZone)).toBe(true);
        for (let between = before + MINUTE; between < after; between += MINUTE) {
          expect(isExpressible(between, timeZone)).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });
});
