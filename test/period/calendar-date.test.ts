import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, isCalendarDate } from '../../src/period/calendar-date.ts';

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
