import type { DetailNote } from '../usage/app-detail.ts';

type Cause = DetailNote['cause'];

/** Completes "5 tokens …". */
export const detailCauses: Readonly<Record<Cause, string>> = {
  allocated_by_tokens:
    'are priced in proportion to tokens, because several users or models share a minute',
  allocated_by_generation: 'are divided by generation, because several users share a minute',
  minute_windows_exhausted:
    'are priced in proportion to tokens, because the requests of DIFY_USAGE_MINUTE_WINDOWS were used up',
  model_unknown: 'ran on a model that cannot be known',
  model_assumed: 'are billed as of a model that Dify does not confirm',
  ledger_exceeds_messages: "are in Dify's statistics, but in no conversation that it still lists",
  messages_exceed_ledger: "are in conversations beyond what Dify's statistics say",
  console_may_include_debug: 'were spent in the console and may include debug; they are billed',
};

/** What a person should act on; what is assumed or unexplained is a warning in the report already. */
const URGENT: ReadonlySet<Cause> = new Set<Cause>([
  'minute_windows_exhausted',
  'console_may_include_debug',
]);

export function isUrgentNote({ cause }: DetailNote): boolean {
  return URGENT.has(cause);
}
