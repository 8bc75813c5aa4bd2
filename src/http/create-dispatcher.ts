import { Pool } from 'undici';
import type { NetworkConfig } from '../config/config.ts';
import { alertConnector } from './alert-connector.ts';
import { findProxy } from './find-proxy.ts';
import { forwardThrough } from './forward-through.ts';
import type { Route } from './route.ts';
import { tlsOptions } from './tls-options.ts';
import { tunnelThrough } from './tunnel-through.ts';

export type DispatcherOptions = NetworkConfig & { readonly connections: number };

/** A connection pool for one origin, through the proxy of the environment where there is one. */
export function createDispatcher(
  origin: string,
  { connections, extraCa, proxy }: DispatcherOptions,
): Route {
  const connect = { timeout: 10_000, ...tlsOptions(extraCa) };
  const options = { connections, pipelining: 1, allowH2: false, connect };

  const chosen = findProxy(origin, proxy);
  if (chosen === undefined) {
    return new Pool(origin, {
      ...options,
      connect: alertConnector({ ...connect, allowH2: false }),
    });
  }

  // Many proxies refuse tunnels to anything but port 443.
  const through = origin.startsWith('https:') ? tunnelThrough : forwardThrough;
  const proxyHost = new URL(chosen.origin).host;
  return Object.assign(through(chosen, origin, options), { proxyHost });
}
