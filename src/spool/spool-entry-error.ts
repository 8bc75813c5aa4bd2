/** A file of the spool does not hold what was once written there. */
export class SpoolEntryError extends Error {
  override readonly name = 'SpoolEntryError';
  readonly reason: string;

  constructor(name: string, reason: string, options?: { readonly cause: unknown }) {
    super(`The spool file ${name} is damaged: ${reason}`, options);
    this.reason = reason;
  }
}
