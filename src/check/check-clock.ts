import { MAX_SKEW_MS } from '../http/clock-skew.ts';
import { message } from '../language/message.ts';
import { type HopResult, ok, warning } from './hop.ts';

/** The other clock is told in whole seconds, and the answer has travelled. */
const EXACT_MS = 2000;

/** `skewMs`: how far the other clock is ahead of ours; undefined when it does not tell the time. */
export function checkClock(skewMs: number | undefined): HopResult<undefined> {
  if (skewMs === undefined) {
    return { findings: [ok(message('check_clock_silent'))] };
  }
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const found = message(skewMs < 0 ? 'check_clock_behind' : 'check_clock_ahead', { seconds });
  if (Math.abs(skewMs) < EXACT_MS) return { findings: [ok(message('check_clock_same'))] };
  if (Math.abs(skewMs) <= MAX_SKEW_MS) return { findings: [ok(found)] };
  return {
    findings: [
      warning('clock_skew', message('check_clock_wrong', { found }), message('check_clock_cure')),
    ],
  };
}
