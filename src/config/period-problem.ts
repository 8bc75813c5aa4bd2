import { safeMessage } from '../language/safe-message.ts';
import type { PeriodError } from '../period/period-error.ts';
import type { ConfigProblem } from './config-error.ts';

/** The message says the cure as well; it may repeat a month or a number of days. */
export function periodProblem(variable: string, { told }: PeriodError): ConfigProblem {
  return { variable, problem: safeMessage(told), cure: '' };
}
