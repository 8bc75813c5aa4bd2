import { MAX_SKEW_MS } from '../http/clock-skew.ts';
import { type HopResult, ok, warning } from './hop.ts';

/** `skewMs`: how far the other clock is ahead of ours; undefined when it does not tell the time. */
export function checkClock(skewMs: number | undefined): HopResult<undefined> {
  if (skewMs === undefined) {
    return { findings: [ok('it does not tell the time, so that the clocks cannot be compared')] };
  }
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const direction = skewMs < 0 ? 'behind' : 'ahead of';
  if (Math.abs(skewMs) <= MAX_SKEW_MS) {
    return {
      findings: [ok(`${seconds} s ${seconds === 0 ? 'apart from' : direction} this machine`)],
    };
  }
  return {
    findings: [
      warning(
        'clock_skew',
        `${seconds} s ${direction} this machine: a period would be taken to have ended too early or too late`,
        'Set both clocks by NTP.',
      ),
    ],
  };
}
