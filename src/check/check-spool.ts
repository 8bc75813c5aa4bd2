import { message } from '../language/message.ts';
import { peekSpool } from '../spool/peek-spool.ts';
import { stateFailure } from './failure.ts';
import { type HopResult, ok } from './hop.ts';
import { judgeSpool } from './judge-spool.ts';

/** What waits, since when, and what a person has to decide about. */
export async function checkSpool(
  stateDir: string,
  target: string | undefined,
  now: () => number,
): Promise<HopResult<undefined>> {
  try {
    const findings = judgeSpool(await peekSpool(stateDir, now), target, now());
    return { findings: findings.length > 0 ? findings : [ok(message('check_spool_empty'))] };
  } catch (error) {
    return { findings: [stateFailure('spool_unreadable', error)] };
  }
}
