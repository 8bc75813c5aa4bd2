import { tzOffset } from '@date-fns/tz';

const MINUTE_US = 60_000_000;
const HOUR_US = 60 * MINUTE_US;
const DAY_MS = 86_400_000;

/** The zones Python knows: names only, neither empty nor an offset. */
export function isZone(zone: string | null): zone is string {
  if (zone === null || !/^[A-Za-z]/.test(zone) || /^(UTC|GMT)[+-]/.test(zone)) return false;
  return !Number.isNaN(tzOffset(zone, new Date(0)));
}

/** `YYYY-MM-DD` of an instant in a zone. */
export function localDay(zone: string, us: number): string {
  return new Date((us + offsetUs(zone, us)) / 1000).toISOString().slice(0, 10);
}

/**
 * The instant of a wall time `YYYY-MM-DD HH:MM`, as pytz finds it; undefined if malformed.
 *
 * A wall time that occurs twice is the later one, in standard time. One that does not
 * exist has the standard offset as well, or is put an hour later (`skipsMissingHour`).
 */
export function wallTimeUs(
  zone: string,
  text: string,
  skipsMissingHour: boolean,
): number | undefined {
  if (!/^\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{1,2}$/.test(text)) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text.split(/\D/).map(Number);
  const wallMs = Date.UTC(year, month - 1, day, hour, minute);
  if (new Date(wallMs).getUTCDate() !== day || hour > 23 || minute > 59) return undefined;

  const wallUs = wallMs * 1000;
  const offsets = [
    offsetUs(zone, (wallMs - DAY_MS) * 1000),
    offsetUs(zone, (wallMs + DAY_MS) * 1000),
  ];
  const valid = offsets.filter((offset) => offsetUs(zone, wallUs - offset) === offset);
  if (valid.length > 0) return wallUs - Math.min(...valid);
  if (!skipsMissingHour) return wallUs - Math.min(...offsets);
  const later = wallUs + HOUR_US;
  return later - Math.max(...offsets);
}

const cache = new Map<string, number>();

/** Offsets change at whole quarter hours only, so each quarter is asked for once. */
function offsetUs(zone: string, us: number): number {
  const quarter = Math.floor(us / (15 * MINUTE_US));
  const key = `${zone} ${quarter}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const offset = tzOffset(zone, new Date(quarter * 15 * 60_000)) * MINUTE_US;
  cache.set(key, offset);
  return offset;
}
