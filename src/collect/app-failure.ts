import { DifyError, isAppGone } from '../dify/dify-error.ts';
import { HttpError } from '../http/http-error.ts';
import type { App } from '../usage/app.ts';

/** Why there is nothing to tell of one app, while the others go on. */
export type AppFailure =
  /** Dify did not answer, or not as it should. */
  | { readonly kind: 'withheld'; readonly app: App; readonly error: HttpError }
  /** Deleted while we asked. */
  | { readonly kind: 'gone'; readonly app: App };

/** Throws again what is not the fault of this app alone: then nothing else can be read either. */
export function toAppFailure(app: App, error: unknown): AppFailure {
  if (!(error instanceof HttpError)) throw error;
  if (error instanceof DifyError && ENDS_THE_RUN.has(error.problem)) throw error;
  if (isAppGone(error)) return { kind: 'gone', app };
  return { kind: 'withheld', app, error };
}

const ENDS_THE_RUN: ReadonlySet<string> = new Set(['session', 'credentials', 'setup', 'address']);
