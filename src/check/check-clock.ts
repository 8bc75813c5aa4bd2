import { MAX_SKEW_MS } from '../http/clock-skew.ts';
import { type HopResult, ok, warning } from './hop.ts';

/** The other clock is told in whole seconds, and the answer has travelled. */
const EXACT_MS = 2000;

/** `skewMs`: how far the other clock is ahead of ours; undefined when it does not tell the time. */
export function checkClock(skewMs: number | undefined): HopResult<undefined> {
  if (skewMs === undefined) {
    return { findings: [ok('it does not tell the time, so that the clocks cannot be compared')] };
  }
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const found = `${seconds} s ${skewMs < 0 ? 'behind' : 'ahead of'} this machine`;
  if (Math.abs(skewMs) < EXACT_MS) return { findings: [ok("as this machine's")] };
  if (Math.abs(skewMs) <= MAX_SKEW_MS) return { findings: [ok(found)] };
  return {
    findings: [
      warning(
        'clock_skew',
        `${found}: a period would be taken to have ended too early or too late`,
        'Set both clocks by NTP.',
      ),
    ],
  };
}
