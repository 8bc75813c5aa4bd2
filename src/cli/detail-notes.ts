import type { DetailNote } from '../usage/app-detail.ts';

type Cause = DetailNote['cause'];

/** What a person should act on; what is assumed or unexplained is a warning in the report already. */
const URGENT: ReadonlySet<Cause> = new Set<Cause>([
  'minute_windows_exhausted',
  'console_may_include_debug',
]);

export function isUrgentNote({ cause }: DetailNote): boolean {
  return URGENT.has(cause);
}
