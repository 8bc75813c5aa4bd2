import fc from 'fast-check';

/** Every zone that Node knows, the awkward ones more often than the others. */
export const anyTimeZone = fc.oneof(
  fc.constantFrom(
    'Africa/Cairo',
    'Africa/Casablanca',
    'America/Havana',
    'America/New_York',
    'America/Santiago',
    'Antarctica/Troll',
    'Asia/Beirut',
    'Asia/Kathmandu',
    'Asia/Tokyo',
    'Atlantic/Azores',
    'Australia/Lord_Howe',
    'Europe/Dublin',
    'Europe/London',
    'Pacific/Apia',
    'Pacific/Chatham',
    'UTC',
  ),
  fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
);

/** A whole minute from `fromYear` on, before 2041; clock changes are found more often than by chance. */
export function anyMinute(fromYear: number) {
  const hour = 3_600_000;
  const minute = fc
    .integer({ min: Date.UTC(fromYear, 0) / 60_000, max: Date.UTC(2041, 0) / 60_000 - 1 })
    .map((minutes) => minutes * 60_000);
  const nearChange = fc
    .tuple(
      fc.constantFrom(
        Date.parse('2026-03-29T01:00Z'), // Europe
        Date.parse('2026-10-25T01:00Z'),
        Date.parse('2026-03-08T07:00Z'), // New York
        Date.parse('2026-11-01T05:00Z'), // New York, Havana
        Date.parse('2026-04-04T15:00Z'), // Lord Howe
        Date.parse('2026-09-06T04:00Z'), // Santiago
        Date.parse('2026-02-15T02:00Z'), // Casablanca
        Date.parse('2026-04-23T22:00Z'), // Cairo
      ),
      fc.integer({ min: -3 * 60, max: 3 * 60 }),
    )
    .map(([change, minutes]) => change + (minutes * hour) / 60);
  return fc.oneof({ weight: 3, arbitrary: minute }, { weight: 2, arbitrary: nearChange });
}
