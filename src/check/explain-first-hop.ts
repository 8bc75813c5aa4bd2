import { describeProxyFailure } from '../http/describe-proxy-failure.ts';
import { toHttpError } from '../http/to-http-error.ts';
import type { End } from './end.ts';

/**
 * Why the first address on the way to an end cannot be reached, which is the proxy's where there is
 * one; `name` is that of the address.
 */
export function explainFirstHop(
  { url, proxy }: Pick<End, 'url' | 'proxy'>,
  name: string,
  cause: unknown,
): unknown {
  if (proxy === undefined) return toHttpError(name, cause);
  return cause instanceof Error ? describeProxyFailure(url.host, proxy, cause) : cause;
}
