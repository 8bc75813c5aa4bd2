import type { ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import type { GlobalFlags } from './command.ts';

/** People get a summary: on a terminal, when they ask for one, and when something went wrong. */
export function isToldToPeople(
  status: ExitCode,
  { quiet, verbose }: Pick<GlobalFlags, 'quiet' | 'verbose'>,
  { stderr }: Pick<Host, 'stderr'>,
): boolean {
  return status !== 0 || verbose || (stderr.isTTY === true && !quiet);
}
