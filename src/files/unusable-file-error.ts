/** Something at a path that is there, and that nobody should read to its end. */
export class UnusableFileError extends Error {
  override readonly name = 'UnusableFileError';
  /** It is a device or a socket; it is too large; or the end of a pipe does not come. */
  readonly problem: 'kind' | 'size' | 'silence';

  constructor(problem: UnusableFileError['problem'], options?: ErrorOptions) {
    super(`The file is of no use: ${problem}`, options);
    this.problem = problem;
  }
}
