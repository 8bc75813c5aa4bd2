import type { End } from './end.ts';
import { type HopResult, ok } from './hop.ts';

/** Which way the requests go; the hops after this one are those of the proxy where there is one. */
export function checkProxy({ url, proxy }: End): HopResult<true> {
  const found =
    proxy === undefined
      ? `none, ${url.origin} is asked directly`
      : `${url.origin} is asked through ${new URL(proxy.origin).host} (${proxy.variable})`;
  return { findings: [ok(found)], value: true };
}
