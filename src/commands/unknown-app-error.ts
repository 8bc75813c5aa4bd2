/** `--app` names an app that the workspace does not have: a slip would be a silent gap in the bill. */
export class UnknownAppError extends Error {
  override readonly name = 'UnknownAppError';

  constructor(appIds: readonly string[]) {
    super(`Dify lists no app ${appIds.join(', ')}: check --app and the workspace`);
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
