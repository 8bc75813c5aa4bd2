import { ToldError } from '../language/told-error.ts';

/** A segment is not as it was written, or cannot become one. */
export class SegmentError extends ToldError {
  override readonly name = 'SegmentError';
}
