import { describeProxyFailure } from '../http/describe-proxy-failure.ts';
import { toHttpError } from '../http/to-http-error.ts';
import type { Way } from './open-socket.ts';

/** Why the first address of a way cannot be reached, which is the proxy's where there is one. */
export function explainFirstHop({ url, proxy }: Way, name: string, cause: unknown): unknown {
  if (proxy === undefined) return toHttpError(name, cause);
  return cause instanceof Error ? describeProxyFailure(url.host, proxy, cause) : cause;
}
