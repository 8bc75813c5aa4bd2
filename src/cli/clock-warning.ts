import { MAX_SKEW_MS } from '../http/clock-skew.ts';
import { message, type Text } from '../language/message.ts';
import type { Warning } from './warning.ts';

/** `skewMs`: how far the other clock is ahead of ours; undefined when it does not tell the time. */
export function clockWarning(who: Text, skewMs: number | undefined): Warning[] {
  if (skewMs === undefined || Math.abs(skewMs) <= MAX_SKEW_MS) return [];
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const code = skewMs > 0 ? 'clock_ahead' : 'clock_behind';
  return [{ code: 'clock_skew', text: message(code, { who, seconds }) }];
}
