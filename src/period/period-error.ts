import type { Text } from '../language/message.ts';
import { ToldError } from '../language/told-error.ts';

/** The period asked for cannot be meant: misspelt, impossible, or still to come. */
export class PeriodError extends ToldError {
  override readonly name = 'PeriodError';
  /** The date of `custom` that is to blame; undefined: the period itself. */
  readonly date: 'startDate' | 'endDate' | undefined;
  readonly isMissingDate: boolean;

  constructor(told: Text, { date, isMissingDate = false }: PeriodErrorDetails = {}) {
    super(told);
    this.date = date;
    this.isMissingDate = isMissingDate;
  }
}

type PeriodErrorDetails = {
  readonly date?: PeriodError['date'];
  readonly isMissingDate?: boolean;
};
