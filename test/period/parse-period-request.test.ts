import { describe, expect, it } from 'vitest';
import { parsePeriodRequest } from '../../src/period/parse-period-request.ts';
import { PeriodError } from '../../src/period/period-error.ts';

const parse = (text: string) => parsePeriodRequest(text, {});
const custom = (startDate?: string, endDate?: string) =>
  parsePeriodRequest('custom', { startDate, endDate });

describe('parsePeriodRequest', () => {
  it.each(['today', 'yesterday', 'current_week', 'last_week', 'current_month', 'last_month'])(
    'knows %s',
    (name) => {
      expect(parse(name)).toEqual({ kind: name });
    },
  );

  it('knows the last N days', () => {
    expect(parse('last_7_days')).toEqual({ kind: 'last_days', days: 7 });
    expect(parse('last_3660_days')).toEqual({ kind: 'last_days', days: 3660 });
  });

  it.each([
    ['2026-11', '2026-11-01', '2026-11-30'],
    ['2026-12', '2026-12-01', '2026-12-31'],
    ['2028-02', '2028-02-01', '2028-02-29'],
    ['2026-02-28', '2026-02-28', '2026-02-28'],
    ['2028-02-29', '2028-02-29', '2028-02-29'],
  ])('takes %s for its dates', (text, first, last) => {
    expect(parse(text)).toEqual({ kind: 'dates', first, last });
  });

  it('includes both dates of a custom period', () => {
    expect(custom('2026-11-05', '2026-11-20')).toEqual({
      kind: 'dates',
      first: '2026-11-05',
      last: '2026-11-20',
    });
    expect(custom('2026-11-05', '2026-11-05')).toMatchObject({ first: '2026-11-05' });
  });

  it('does not look at the custom dates for another period', () => {
    const leftovers = { startDate: 'soon', endDate: undefined };

    expect(parsePeriodRequest('last_month', leftovers)).toEqual({ kind: 'last_month' });
  });

  it.each([
    '',
    'last_mont',
    'LAST_MONTH',
    'last-month',
    ' today',
    'last_days',
    'last_-1_days',
    'last_1.5_days',
    '2026',
    '2026-W44',
    '2026-1',
    '26-11-01',
    '2026-11-01T00:00:00Z',
    '2026-11-01..2026-11-30',
  ])('refuses %j and names the periods there are', (text) => {
    expect(() => parse(text)).toThrow(PeriodError);
    expect(() => parse(text)).toThrow(
      'There is no such period. Use one of today, yesterday, current_week, ' +
        'last_week, current_month, last_month, custom, last_N_days such as last_7_days, ' +
        'a month such as 2026-11, or a day such as 2026-11-30.',
    );
  });

  it.each(['last_0_days', 'last_3661_days', `last_${'9'.repeat(400)}_days`])(
    'refuses %s',
    (text) => {
      expect(() => parse(text)).toThrow(
        periodError(`${text} is not a period. Use 1 to 3660 days, such as last_7_days.`),
      );
    },
  );

  it.each(['2026-00', '2026-13', '0206-11'])('refuses the month %s', (text) => {
    expect(() => parse(text)).toThrow(
      periodError(`There is no month ${text}. Write year and month, such as 2026-11.`),
    );
  });

  it.each(['2026-02-30', '2027-02-29', '2026-11-31', '2026-00-10', '2026-11-00', '0206-11-01'])(
    'refuses the day %s',
    (text) => {
      expect(() => parse(text)).toThrow(
        periodError('The period is not a date. Write a day that exists, such as 2026-11-30.'),
      );
    },
  );

  it.each([
    ['START_DATE (--from)', '2026-02-30', '2026-03-05'],
    ['START_DATE (--from)', '2026/11/01', '2026-11-30'],
    ['END_DATE (--to)', '2026-11-01', '2026-11-31'],
    ['END_DATE (--to)', '2026-11-01', '20261130'],
    ['END_DATE (--to)', '2026-11-01', '2026-11-30 '],
  ])('names %s when it is not a date', (name, startDate, endDate) => {
    expect(() => custom(startDate, endDate)).toThrow(PeriodError);
    expect(() => custom(startDate, endDate)).toThrow(`${name} is not a date.`);
  });

  it.each([
    ['START_DATE (--from)', undefined, '2026-11-30'],
    ['START_DATE (--from)', '', '2026-11-30'],
    ['START_DATE (--from)', undefined, undefined],
    ['END_DATE (--to)', '2026-11-01', undefined],
  ])('names %s when it is missing', (name, startDate, endDate) => {
    expect(() => custom(startDate, endDate)).toThrow(
      periodError(
        `A custom period needs ${name}, which is not set. Give a date such as 2026-11-30.`,
      ),
    );
  });

  it('refuses dates in the wrong order', () => {
    expect(() => custom('2026-11-30', '2026-11-01')).toThrow(
      periodError(
        'The period ends on 2026-11-01, before it starts on 2026-11-30. ' +
          'Swap START_DATE (--from) and END_DATE (--to); both days are included.',
      ),
    );
  });
});

function periodError(message: string) {
  return expect.objectContaining({ name: 'PeriodError', message });
}
