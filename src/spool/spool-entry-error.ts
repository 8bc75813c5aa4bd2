import { message, type Text } from '../language/message.ts';
import { ToldError } from '../language/told-error.ts';

/** A file of the spool does not hold what was once written there. */
export class SpoolEntryError extends ToldError {
  override readonly name = 'SpoolEntryError';
  readonly reason: Text;

  constructor(name: string, reason: Text, options?: { readonly cause: unknown }) {
    super(message('damage_in_spool_file', { name, reason }), options);
    this.reason = reason;
  }
}
