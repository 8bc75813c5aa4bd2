import type { NetworkConfig } from '../config/config.ts';
import { findProxy } from '../http/find-proxy.ts';
import { checkDns } from './check-dns.ts';
import type { CheckPorts } from './check-ports.ts';
import { checkProxy } from './check-proxy.ts';
import { checkTcp } from './check-tcp.ts';
import { checkTls } from './check-tls.ts';
import type { End } from './end.ts';
import type { HopRunner } from './run-hops.ts';

/** An end before it is known whether there is a proxy in between. */
export type ConfiguredEnd = Pick<End, 'url' | 'failure'> & NetworkConfig;

/** The hops below HTTP, each of which needs the one before. */
export async function reachEnd(
  runner: HopRunner,
  name: 'dify' | 'receiver',
  configured: ConfiguredEnd | undefined,
  { now, limits }: Pick<CheckPorts, 'now' | 'limits'>,
): Promise<true | undefined> {
  const end: End | undefined = configured && {
    ...configured,
    proxy: findProxy(configured.url.origin, configured.proxy),
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
