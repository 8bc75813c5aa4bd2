import { expect, it } from 'vitest';
import { toFetchPeriod } from '../../src/period/fetch-period.ts';

it('states the first instant and the last millisecond in UTC', () => {
  const november = {
    start: Date.parse('2026-10-31T15:00:00Z'),
    end: Date.parse('2026-11-30T15:00:00Z'),
    timeZone: 'Asia/Tokyo',
  };

  expect(toFetchPeriod(november)).toEqual({
    start: '2026-10-31T15:00:00.000Z',
    end: '2026-11-30T14:59:59.999Z',
  });
});
