import { describe, expect, it } from 'vitest';
import { calendarBucket } from '../../src/period/calendar-bucket.ts';

describe('calendarBucket', () => {
  it.each([
    ['2026-11-15', '2026-11', '2026-11-01', '2026-11-30'],
    ['2026-12-31', '2026-12', '2026-12-01', '2026-12-31'],
    ['2027-02-01', '2027-02', '2027-02-01', '2027-02-28'],
    ['2028-02-29', '2028-02', '2028-02-01', '2028-02-29'],
  ])('finds the month of %s', (date, label, first, last) => {
    expect(calendarBucket(date, 'monthly')).toEqual({ label, first, last });
  });

  it.each([
    ['2026-10-31', '2026-W44', '2026-10-26', '2026-11-01'],
    ['2026-12-28', '2026-W53', '2026-12-28', '2027-01-03'],
    ['2027-01-03', '2026-W53', '2026-12-28', '2027-01-03'],
    ['2027-01-04', '2027-W01', '2027-01-04', '2027-01-10'],
    ['2024-12-30', '2025-W01', '2024-12-30', '2025-01-05'],
    ['2021-01-01', '2020-W53', '2020-12-28', '2021-01-03'],
    ['2023-01-01', '2022-W52', '2022-12-26', '2023-01-01'],
    ['1999-12-31', '1999-W52', '1999-12-27', '2000-01-02'],
    ['2000-01-03', '2000-W01', '2000-01-03', '2000-01-09'],
  ])('finds the ISO week of %s, in the year of its Thursday', (date, label, first, last) => {
    expect(calendarBucket(date, 'weekly')).toEqual({ label, first, last });
  });

  it('finds the day', () => {
    expect(calendarBucket('2026-10-31', 'daily')).toEqual({
      label: '2026-10-31',
      first: '2026-10-31',
      last: '2026-10-31',
    });
  });
});
