/** The period asked for cannot be meant: misspelt, impossible, or still to come. */
export class PeriodError extends Error {
  override readonly name = 'PeriodError';
}
