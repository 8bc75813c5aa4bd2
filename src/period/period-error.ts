import { ToldError } from '../language/told-error.ts';

/** The period asked for cannot be meant: misspelt, impossible, or still to come. */
export class PeriodError extends ToldError {
  override readonly name = 'PeriodError';
}
