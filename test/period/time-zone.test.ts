import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalTimeZone,
  createDateFinder,
  isTimeZone,
  localDate,
  startOfDay,
  utcOffset,
} from '../../src/period/time-zone.ts';
import { anyMinute, anyTimeZone } from '../support/time-zones.ts';

const HOUR = 3_600_000;
const iso = (instant: number) => new Date(instant).toISOString();

describe('isTimeZone', () => {
  it.each(['Asia/Tokyo', 'UTC', 'utc', 'Etc/GMT+5', 'Etc/UTC', 'Japan', 'PRC', 'asia/shanghai'])(
    'accepts %s',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  it.each([
    '',
    '+08:00',
    '-0500',
    'UTC+8',
    'GMT+8',
    'JST',
    'CST',
    'cst',
    'BST',
    'Asia/Tokio',
    ' UTC',
    'Asia',
    '__proto__',
  ])('refuses %j', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});

describe('canonicalTimeZone', () => {
  it.each([
    ['asia/tokyo', 'Asia/Tokyo'],
    ['utc', 'UTC'],
    ['AMERICA/NEW_YORK', 'America/New_York'],
  ])('spells %s %s', (name, canonical) => {
    expect(canonicalTimeZone(name)).toBe(canonical);
  });

  it('does not replace an alias, which Node versions resolve differently', () => {
    expect(canonicalTimeZone('Asia/Kolkata')).toBe('Asia/Kolkata');
    expect(canonicalTimeZone('Japan')).toBe('Japan');
  });
});

describe('utcOffset', () => {
  it.each([
    ['Asia/Tokyo', '2026-10-31T15:00Z', 9],
    ['Asia/Kathmandu', '2026-10-31T15:00Z', 5.75],
    ['America/St_Johns', '2026-07-01T00:00Z', -2.5],
    ['Australia/Lord_Howe', '2026-12-01T00:00Z', 11],
    ['Australia/Lord_Howe', '2026-07-01T00:00Z', 10.5],
    ['Pacific/Kiritimati', '2026-07-01T00:00Z', 14],
    ['UTC', '2026-07-01T00:00Z', 0],
  ])('is that of %s at %s', (timeZone, instant, hours) => {
    expect(utcOffset(Date.parse(instant), timeZone)).toBe(hours * HOUR);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => utcOffset(0, 'Asia/Tokio')).toThrow(
      new RangeError('Not a time zone: "Asia/Tokio"'),
    );
  });
});

describe('localDate', () => {
  it.each([
    ['Asia/Tokyo', '2026-10-31T14:59:59.999Z', '2026-10-31'],
    ['Asia/Tokyo', '2026-10-31T15:00:00.000Z', '2026-11-01'],
    ['America/New_York', '2026-11-01T03:59:59.999Z', '2026-10-31'],
    ['America/New_York', '2026-11-02T04:59:59.999Z', '2026-11-01'],
    ['Pacific/Apia', '2011-12-30T09:59:59.999Z', '2011-12-29'],
    ['Pacific/Apia', '2011-12-30T10:00:00.000Z', '2011-12-31'],
  ])('is the date in %s at %s', (timeZone, instant, date) => {
    expect(localDate(Date.parse(instant), timeZone)).toBe(date);
  });

  it('agrees with Intl in every zone', () => {
    fc.assert(
      fc.property(anyTimeZone, anyMinute(1990), (timeZone, instant) => {
        const parts = new Intl.DateTimeFormat('en-US', {
          timeZone,
          year: 'numeric',
          month: '2-digit',
          day: '2-digit',
        }).formatToParts(instant);
        const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value;

        expect(localDate(instant, timeZone)).toBe(
          `${part('year')}-${part('month')}-${part('day')}`,
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('createDateFinder', () => {
  it('finds the date of every instant in every zone', () => {
    fc.assert(
      fc.property(
        anyTimeZone,
        fc.array(anyMinute(2023), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 59_999 }),
        (timeZone, minutes, ms) => {
          const dateOf = createDateFinder(timeZone);
          for (const minute of minutes) {
            for (const instant of [minute, minute + ms, minute + 16 * 60_000]) {
              expect(dateOf(instant)).toBe(localDate(instant, timeZone));
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each(['Asia/Kathmandu', 'Australia/Lord_Howe', 'Antarctica/Troll', 'Africa/Casablanca'])(
    'finds the date throughout a year of %s',
    (timeZone) => {
      const dateOf = createDateFinder(timeZone);
      const start = Date.parse('2026-01-01T00:00:00Z');
      for (let minutes = 0; minutes < 365 * 1440; minutes += 41) {
        const instant = start + minutes * 60_000;
        if (dateOf(instant) !== localDate(instant, timeZone)) {
          expect(`${new Date(instant).toISOString()} ${dateOf(instant)}`).toBe('the local date');
        }
      }
    },
  );
});

describe('startOfDay', () => {
  it.each([
    ['an ordinary day', '2026-11-01', 'Asia/Tokyo', '2026-10-31T15:00:00.000Z'],
    ['UTC', '2026-11-01', 'UTC', '2026-11-01T00:00:00.000Z'],
    ['a 45-minute zone', '2026-11-01', 'Asia/Kathmandu', '2026-10-31T18:15:00.000Z'],
    ['the earliest zone', '2026-11-01', 'Pacific/Kiritimati', '2026-10-31T10:00:00.000Z'],
    ['the latest zone', '2026-11-01', 'Etc/GMT+12', '2026-11-01T12:00:00.000Z'],
    ['the day of 25 hours', '2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
    ['the day after 25 hours', '2026-11-02', 'America/New_York', '2026-11-02T05:00:00.000Z'],
    ['the day of 23 hours', '2027-03-14', 'America/New_York', '2027-03-14T05:00:00.000Z'],
    ['the day after 23 hours', '2027-03-15', 'America/New_York', '2027-03-15T04:00:00.000Z'],
    ['no midnight in Santiago', '2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    ['no midnight in Cairo', '2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
    ['no midnight in Beirut', '2026-03-29', 'Asia/Beirut', '2026-03-28T22:00:00.000Z'],
    ['two midnights in Havana', '2026-11-01', 'America/Havana', '2026-11-01T04:00:00.000Z'],
    [
      'Lord Howe before its change',
      '2026-04-05',
      'Australia/Lord_Howe',
      '2026-04-04T13:00:00.000Z',
    ],
    ['Lord Howe after its change', '2026-04-06', 'Australia/Lord_Howe', '2026-04-05T13:30:00.000Z'],
    ['a day that was left out', '2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['the day after it', '2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ])('knows %s', (_name, date, timeZone, start) => {
    expect(iso(startOfDay(date, timeZone))).toBe(start);
  });

  it('is the first instant of its date, in every zone', () => {
    fc.assert(
      fc.property(anyTimeZone, anyMinute(1990), (timeZone, instant) => {
        const date = localDate(instant, timeZone);
        const start = startOfDay(date, timeZone);

        expect(localDate(start, timeZone)).toBe(date);
        expect(localDate(start - 1, timeZone) < date).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['None', '2026-02-30', ''])('refuses %j', (date) => {
    expect(() => startOfDay(date, 'UTC')).toThrow(RangeError);
  });
});
