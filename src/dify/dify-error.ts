import { HttpError, type Remedy } from '../http/http-error.ts';
import type { Text } from '../language/message.ts';

/** What went wrong between us and Dify, in the words of what can be done about it. */
export type DifyProblem =
  | 'unavailable' // time cures it: 5xx, 429, a gateway's page
  | 'session' // the token is no longer accepted; a new one may be
  | 'credentials' // the account or key is refused
  | 'forbidden' // the account's role is too low
  | 'gone' // Dify answers that the thing does not exist
  | 'parameter' // Dify refuses what we asked: a version we do not know
  | 'contract' // an answer that is not what this endpoint gives
  | 'address' // this is not Dify's API
  | 'setup'; // Dify or the account has to be set up first

const REMEDIES: Readonly<Record<DifyProblem, Remedy>> = {
  unavailable: 'time',
  session: 'operator',
  credentials: 'operator',
  forbidden: 'operator',
  gone: 'none',
  parameter: 'operator',
  contract: 'operator',
  address: 'operator',
  setup: 'operator',
};

export type DifyErrorDetails = {
  readonly host: string;
  /** The route with placeholders, e.g. `GET /apps/{id}/chat-messages`. */
  readonly endpoint: string;
  readonly status?: number | undefined;
  /** Dify's own `code`. */
  readonly code?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
};

/** Dify answered, but not with what was asked for. */
export class DifyError extends HttpError {
  override readonly name = 'DifyError';
  readonly problem: DifyProblem;
  readonly remedy: Remedy;
  readonly endpoint: string;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(problem: DifyProblem, told: Text, details: DifyErrorDetails) {
    super(details.host, told, details.cause === undefined ? undefined : { cause: details.cause });
    this.problem = problem;
    this.remedy = REMEDIES[problem];
    this.endpoint = details.endpoint;
    this.status = details.status;
    this.code = details.code;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** Whether an app was deleted since it was listed; some versions list apps that they then do not know. */
export function isAppGone(error: unknown): boolean {
  return error instanceof DifyError && error.code === 'app_not_found';
}

/** For `catch`: what Dify says does not exist is undefined, anything else stays an error. */
export function undefinedWhenGone(error: unknown): undefined {
  if (error instanceof DifyError && error.problem === 'gone' && !isAppGone(error)) return undefined;
  throw error;
}
