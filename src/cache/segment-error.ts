/** A segment is not as it was written, or cannot become one. */
export class SegmentError extends Error {
  override readonly name = 'SegmentError';
}
