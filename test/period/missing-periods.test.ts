import { describe, expect, it } from 'vitest';
import { type DeliveredPeriod, findMissingPeriods } from '../../src/period/missing-periods.ts';

const month = (label: string, isSettled = true): DeliveredPeriod => ({
  first: `${label}-01`,
  last: `${label}-30`
    .replace(/(?<=-(?:01|03|05|07|08|10|12))-30$/, '-31')
    .replace('02-30', '02-28'),
  isSettled,
});

function missingMonths(delivered: readonly DeliveredPeriod[], limit = 12) {
  const missing = findMissingPeriods(delivered, '2026-12-10', 'monthly', limit);
  return { ...missing, periods: missing.periods.map(({ first }) => first.slice(0, 7)) };
}

describe('findMissingPeriods', () => {
  it('takes only the last period when nothing was ever delivered', () => {
    expect(missingMonths([])).toEqual({ since: undefined, periods: ['2026-11'], more: 0 });
  });

  it('takes every period after the last delivered one, oldest first', () => {
    expect(missingMonths([month('2026-08')])).toEqual({
      since: { first: '2026-08-01', last: '2026-08-31' },
      periods: ['2026-09', '2026-10', '2026-11'],
      more: 0,
    });
  });

  it('takes gaps between delivered periods too', () => {
    const delivered = [month('2026-11'), month('2026-08'), month('2026-09')];

    expect(missingMonths(delivered).periods).toEqual(['2026-10']);
  });

  it('finds nothing when all are delivered, nor when only the open period is', () => {
    expect(missingMonths([month('2026-10'), month('2026-11')]).periods).toEqual([]);
    expect(missingMonths([month('2026-12', false)])).toEqual({
      since: undefined,
      periods: [],
      more: 0,
    });
  });

  it('takes a period again that was delivered before it had ended', () => {
    expect(missingMonths([month('2026-10', false)]).periods).toEqual(['2026-10', '2026-11']);
  });

  it('takes at most as many as are allowed and tells how many more there are', () => {
    expect(missingMonths([month('2026-05')], 2)).toMatchObject({
      periods: ['2026-06', '2026-07'],
      more: 4,
    });
  });

  it('looks for gaps no further back than the limit, as long as there is a receipt within', () => {
    const delivered = [month('2026-01'), month('2026-10')];

    expect(missingMonths(delivered, 3)).toMatchObject({ periods: ['2026-11'], more: 0 });
  });

  it('counts days that a longer settled period covers', () => {
    const delivered = [{ first: '2026-11-01', last: '2026-11-28', isSettled: true }];

    const { periods } = findMissingPeriods(delivered, '2026-12-01', 'daily', 12);

    expect(periods).toEqual([
      { first: '2026-11-29', last: '2026-11-29' },
      { first: '2026-11-30', last: '2026-11-30' },
    ]);
  });

  it('cuts weeks from Monday to Sunday', () => {
    const delivered = [{ first: '2026-11-16', last: '2026-11-22', isSettled: true }];

    const { periods } = findMissingPeriods(delivered, '2026-12-02', 'weekly', 12);

    expect(periods).toEqual([{ first: '2026-11-23', last: '2026-11-29' }]);
  });
});
