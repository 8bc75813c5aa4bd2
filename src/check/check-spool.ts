import { ExitCode } from '../cli/exit-code.ts';
import { safeText } from '../cli/safe-text.ts';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { peekSpool } from '../spool/peek-spool.ts';
import { failed, type HopResult, ok } from './hop.ts';
import { judgeSpool } from './judge-spool.ts';

/** What waits, since when, and what a person has to decide about. */
export async function checkSpool(
  stateDir: string,
  target: string | undefined,
  now: () => number,
): Promise<HopResult<undefined>> {
  try {
    const findings = judgeSpool(await peekSpool(stateDir, now), target, now());
    return { findings: findings.length > 0 ? findings : [ok('empty')] };
  } catch (error) {
    if (!(error instanceof StateDirectoryError)) throw error;
    const cure = 'Give the state directory to the user that runs the export.';
    const found = safeText(error.message, 400);
    return { findings: [failed(ExitCode.cannotSpool, 'spool_unreadable', found, cure)] };
  }
}
