import type { ProxyServer } from '../config/config.ts';
import type { HttpError } from '../http/http-error.ts';
import type { Finding } from './hop.ts';

/** Dify or the receiver, as something to be reached. */
export type End = {
  readonly url: URL;
  /** In between; undefined where it is asked directly. */
  readonly proxy: ProxyServer | undefined;
  /** PEM text, trusted beside the usual authorities. */
  readonly extraCa: string | undefined;
  /** What it means for an export when this end cannot be reached. */
  readonly failure: (error: HttpError) => Finding;
  /** For each of name, connection and handshake. */
  readonly limitMs: number;
};
