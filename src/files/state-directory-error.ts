import { message, type Text } from '../language/message.ts';
import { ToldError } from '../language/told-error.ts';

/** The state directory is not safe or not possible to use; an operator has to look at it. */
export class StateDirectoryError extends ToldError {
  override readonly name = 'StateDirectoryError';

  constructor(path: string, reason: Text, options?: { readonly cause: unknown }) {
    super(message('state_unusable', { path, reason }), options);
  }
}
