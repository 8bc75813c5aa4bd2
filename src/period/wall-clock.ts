import { DAY_MS } from './day-ms.ts';
import type { Instant } from './period.ts';
import { utcOffset } from './time-zone.ts';

const MINUTE_MS = 60_000;

/**
 * Zones whose standard time is the one *further* ahead of UTC. Dify reads wall
 * times with pytz, which takes it from the zone database; Intl does not tell.
 */
const STANDARD_TIME_IS_AHEAD: ReadonlySet<string> = new Set([
  'Africa/Casablanca',
  'Africa/El_Aaiun',
  'Eire',
  'Europe/Dublin',
]);

/** What the zone's clocks show, `YYYY-MM-DD HH:MM`, as Dify's statistics take it. */
export function toWallMinute(instant: Instant, timeZone: string): string {
  return formatMinute(instant + utcOffset(instant, timeZone));
}

/**
 * The instant that Dify takes `YYYY-MM-DD HH:MM` for.
 *
 * A minute that the clocks show twice is read as standard time; one that they
 * leave out with the offset from before the gap (some versions of Dify read it
 * differently, which is one reason never to send one).
 */
export function wallMinuteToInstant(text: string, timeZone: string): Instant {
  const wall = Date.parse(`${text.replace(' ', 'T')}Z`);
  if (Number.isNaN(wall) || formatMinute(wall) !== text) {
    throw new RangeError(`Not a minute of the form YYYY-MM-DD HH:MM: ${JSON.stringify(text)}`);
  }

  // No clock is changed twice within two days, so these are all the offsets in question.
  const readings = [wall - DAY_MS, wall + DAY_MS].map((near) => wall - utcOffset(near, timeZone));
  const real = readings.filter((instant) => toWallMinute(instant, timeZone) === text);
  if (real.length === 0) return Math.max(...readings);
  return STANDARD_TIME_IS_AHEAD.has(timeZone) ? Math.min(...real) : Math.max(...real);
}

/** Whether a wall minute exists that Dify takes for exactly this instant. */
export function isExpressible(instant: Instant, timeZone: string): boolean {
  return wallMinuteToInstant(toWallMinute(instant, timeZone), timeZone) === instant;
}

/** The nearest expressible instants at or before and at or after this one. */
export function expressibleBounds(
  instant: Instant,
  timeZone: string,
): { readonly before: Instant; readonly after: Instant } {
  let before = Math.floor(instant / MINUTE_MS) * MINUTE_MS;
  while (!isExpressible(before, timeZone)) before -= MINUTE_MS;
  let after = Math.ceil(instant / MINUTE_MS) * MINUTE_MS;
  while (!isExpressible(after, timeZone)) after += MINUTE_MS;
  return { before, after };
}

function formatMinute(wall: number): string {
  return new Date(wall).toISOString().slice(0, 16).replace('T', ' ');
}
