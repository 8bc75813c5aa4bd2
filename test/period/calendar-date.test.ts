import { describe, expect, it } from 'vitest';
import {
  addDays,
  daysBetween,
  isCalendarDate,
  oncePerDay,
  toCalendarDate,
} from '../../src/period/calendar-date.ts';

describe('isCalendarDate', () => {
  it.each(['2026-11-30', '2028-02-29', '2000-02-29', '1990-01-01'])('accepts %s', (text) => {
    expect(isCalendarDate(text)).toBe(true);
  });

  it.each(['2026-02-29', '1900-02-29', '2026-13-01', '2026-11-1', '2026-11-30Z', 'None', ''])(
    'refuses %j',
    (text) => {
      expect(isCalendarDate(text)).toBe(false);
    },
  );
});

describe('addDays', () => {
  it.each([
    ['2026-11-30', 1, '2026-12-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-03-01', -1, '2028-02-29'],
    ['2026-11-01', 0, '2026-11-01'],
  ])('goes from %s by %i to %s', (date, days, expected) => {
    expect(addDays(date, days)).toBe(expected);
  });
});

describe('daysBetween', () => {
  it('counts days, whatever clocks do meanwhile', () => {
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
    expect(daysBetween('2026-11-30', '2026-11-01')).toBe(-29);
  });
});

describe('oncePerDay', () => {
  it('finds a value once for all instants of a UTC day, before 1970 too', () => {
    const asked: string[] = [];
    const dayOf = oncePerDay((instant) => {
      asked.push(new Date(instant).toISOString());
      return toCalendarDate(instant);
    });
    const instants = [
      '2026-10-05T00:00:00Z',
      '2026-10-05T23:59:59.999Z',
      '2026-10-06T00:00:00Z',
      '1969-12-31T23:59:59Z',
      '2026-10-05T12:00:00Z',
    ];

    expect(instants.map((text) => dayOf(Date.parse(text)))).toEqual([
      '2026-10-05',
      '2026-10-05',
      '2026-10-06',
      '1969-12-31',
      '2026-10-05',
    ]);
    expect(asked).toHaveLength(3);
  });
});
