import type { ProxyConfig } from '../config/config.ts';
import { findProxy } from '../http/find-proxy.ts';
import { checkDns } from './check-dns.ts';
import type { CheckPorts } from './check-installation.ts';
import { checkProxy } from './check-proxy.ts';
import { checkTcp } from './check-tcp.ts';
import { checkTls } from './check-tls.ts';
import type { End } from './end.ts';
import type { HopRunner } from './run-hops.ts';

export type Target = Pick<End, 'url' | 'extraCa' | 'failure'> & { readonly proxy: ProxyConfig };

/** The hops below HTTP, each of which needs the one before. */
export async function reachEnd(
  runner: HopRunner,
  name: 'dify' | 'receiver',
  target: Target | undefined,
  { now, limits }: Pick<CheckPorts, 'now' | 'limits'>,
): Promise<true | undefined> {
  const end: End | undefined = target && {
    ...target,
    proxy: findProxy(target.url.origin, target.proxy),
    limitMs: limits.connect,
  };
  const isUsed = await runner.run(`${name}_proxy`, { end }, (found) => checkProxy(found.end));
  const isKnown = await runner.run(`${name}_dns`, { end, isUsed }, (found, signal) =>
    checkDns(found.end, signal),
  );
  const isOpen = await runner.run(`${name}_tcp`, { end, isKnown }, (found, signal) =>
    checkTcp(found.end, signal),
  );
  return await runner.run(`${name}_tls`, { end, isOpen }, (found, signal) =>
    checkTls(found.end, now, signal),
  );
}
