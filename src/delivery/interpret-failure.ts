import {
  type HttpError,
  NetworkError,
  ProxyError,
  ResponseFormatError,
  TimeoutError,
  TlsError,
} from '../http/http-error.ts';
import type { Verdict } from './interpret-answer.ts';

/** What it means for the body that no answer came. */
export function interpretFailure(error: HttpError): Verdict {
  const problem = { code: codeOf(error), message: error.told };
  if (error.remedy === 'time') return { kind: 'temporary', problem, retryAfterMs: undefined };
  if (error instanceof ResponseFormatError) return { kind: 'protocol', problem };
  if (error instanceof ProxyError && error.isAboutCredentials) {
    return { kind: 'credentials', problem };
  }
  return { kind: 'address', problem };
}

function codeOf(error: HttpError): string {
  if (error instanceof NetworkError) return 'unreachable';
  if (error instanceof TimeoutError) return 'timeout';
  if (error instanceof TlsError) return 'tls';
  if (error instanceof ProxyError) return 'proxy';
  return 'answer_unreadable';
}
