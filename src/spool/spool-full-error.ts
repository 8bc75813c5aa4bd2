import { ToldError } from '../language/told-error.ts';

/** The spool takes no more; what is in it still is, and nothing of the new export was queued. */
export class SpoolFullError extends ToldError {
  override readonly name = 'SpoolFullError';
}
