/** The state directory is not safe or not possible to use; an operator has to look at it. */
export class StateDirectoryError extends Error {
  override readonly name = 'StateDirectoryError';

  constructor(path: string, problem: string, options?: { readonly cause: unknown }) {
    super(`Cannot use ${path}: ${problem}`, options);
  }
}
