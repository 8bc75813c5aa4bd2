import type { Text } from '../language/message.ts';
import { ToldError } from '../language/told-error.ts';

/** The period asked for cannot be meant: misspelt, impossible, or still to come. */
export class PeriodError extends ToldError {
  override readonly name = 'PeriodError';
  /** The date of `custom` that is to blame; undefined: the period itself. */
  readonly date: 'startDate' | 'endDate' | undefined;

  constructor(told: Text, date?: PeriodError['date']) {
    super(told);
    this.date = date;
  }
}
