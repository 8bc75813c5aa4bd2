/** `--app` names an app that the workspace does not have: a slip would be a silent gap in the bill. */
export class UnknownAppError extends Error {
  override readonly name = 'UnknownAppError';

  constructor(appIds: readonly string[]) {
    super(`Dify lists no app ${appIds.join(', ')}: check --app and the workspace`);
  }
}
