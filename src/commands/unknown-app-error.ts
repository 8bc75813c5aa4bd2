import { message } from '../language/message.ts';
import { ToldError } from '../language/told-error.ts';

/** `--app` names an app that the workspace does not have: a slip would be a silent gap in the bill. */
export class UnknownAppError extends ToldError {
  override readonly name = 'UnknownAppError';

  constructor(appIds: readonly string[]) {
    super(message('app_unknown', { apps: appIds }));
  }
}

/** Throws an `UnknownAppError` for the ids of `--app` that no workspace has. */
export function refuseUnknownApps(
  wanted: readonly string[] | undefined,
  known: readonly string[],
): void {
  const unknown = wanted?.filter((id) => !known.includes(id)) ?? [];
  if (unknown.length > 0) throw new UnknownAppError(unknown);
}
