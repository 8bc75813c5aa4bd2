import { message } from '../language/message.ts';
import type { End } from './end.ts';
import { type HopResult, ok } from './hop.ts';

/** Which way the requests go; the hops after this one are those of the proxy where there is one. */
export function checkProxy({ url, proxy }: End): HopResult<true> {
  const found =
    proxy === undefined
      ? message('check_proxy_none', { origin: url.origin })
      : message('check_proxy', {
          origin: url.origin,
          proxy: new URL(proxy.origin).host,
          variable: proxy.variable,
        });
  return { findings: [ok(found)], value: true };
}
