import { badRequest, internalError, paramError } from './errors.ts';
import { isAtLeast, presetOf } from './presets.ts';
import { RefusedError } from './refused-error.ts';
import type { Ctx } from './route.ts';
import { isZone, wallTimeUs } from './wall-time.ts';

/** Microseconds; undefined where the request sets no bound. */
export type TimeRange = {
  readonly startUs: number | undefined;
  readonly endUs: number | undefined;
};

/** The account's zone, without which Dify's code breaks. */
export function accountZone({ account, state }: Ctx): string {
  if (isZone(account.timezone)) return account.timezone;
  throw new RefusedError(internalError(state.version));
}

/** `start` and `end`, wall minutes in the account's zone. */
export function timeRange(ctx: Ctx): TimeRange {
  const startUs = bound(ctx, 'start');
  const endUs = bound(ctx, 'end');
  const isReversed = startUs !== undefined && endUs !== undefined && startUs > endUs;
  if (isReversed && presetOf(ctx.state.version).refusesReversedRange) {
    const problem = 'start must be earlier than or equal to end';
    throw new RefusedError(badRequest(ctx.state.version, problem));
  }
  return { startUs, endUs };
}

function bound(ctx: Ctx, name: 'start' | 'end'): number | undefined {
  const { version } = ctx.state;
  const preset = presetOf(version);
  const text = ctx.query.get(name);
  if (text === null || (text === '' && preset.emptyTimeIsAbsent)) return undefined;
  const us = wallTimeUs(accountZone(ctx), text, preset.skipsMissingHour);
  if (us !== undefined) return us;
  if (isAtLeast(version, '1.11.0')) {
    const problem = `Invalid ${name} time format: time data '${text}' does not match format '%Y-%m-%d %H:%M'`;
    throw new RefusedError(badRequest(version, problem));
  }
  const problem = `Invalid argument: ${text}. argument must be conform to the format %Y-%m-%d %H:%M`;
  throw new RefusedError(paramError(version, name, problem));
}
