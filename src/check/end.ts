import type { HttpError } from '../http/http-error.ts';
import type { Finding } from './hop.ts';
import type { Way } from './open-socket.ts';

/** Dify or the receiver, as something to be reached. */
export type End = Way & {
  /** What it means for an export when this end cannot be reached. */
  readonly failure: (error: HttpError) => Finding;
  /** For each of name, connection and handshake. */
  readonly limitMs: number;
};
