import { toHttpError } from '../http/to-http-error.ts';
import { toProxyError } from '../http/to-proxy-error.ts';
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
  return cause instanceof Error ? toProxyError(url.host, proxy, cause) : cause;
}
