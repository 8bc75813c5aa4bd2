import { type Dispatcher, Pool } from 'undici';
import type { NetworkConfig } from '../config/config.ts';
import { alertConnector } from './alert-connector.ts';
import { findProxy } from './find-proxy.ts';
import { forwardThrough } from './forward-through.ts';
import type { Route } from './route.ts';
import { tlsOptions } from './tls-options.ts';
import { type OpenSockets, trackSockets } from './track-sockets.ts';
import { tunnelThrough } from './tunnel-through.ts';

export type DispatcherOptions = NetworkConfig & { readonly connections: number };

/** A connection pool for one origin, through the proxy of the environment where there is one. */
export function createDispatcher(
  origin: string,
  { connections, extraCa, proxy }: DispatcherOptions,
): Route {
  const connect = { timeout: 10_000, ...tlsOptions(extraCa) };
  const sockets = trackSockets();
  const options = { connections, pipelining: 1, allowH2: false };

  const chosen = findProxy(origin, proxy);
  if (chosen === undefined) {
    const connector = alertConnector({ ...connect, allowH2: false });
    return withSockets(
      new Pool(origin, { ...options, connect: sockets.track(connector) }),
      sockets,
    );
  }

  // Many proxies refuse tunnels to anything but port 443.
  const through = origin.startsWith('https:') ? tunnelThrough : forwardThrough;
  const route = through(chosen, origin, { ...options, connect, sockets });
  const proxyHost = new URL(chosen.origin).host;
  return Object.assign(withSockets(route, sockets), { proxyHost });
}

/** The same, which when it is destroyed waits for no connection that is being made. */
function withSockets<D extends Dispatcher>(dispatcher: D, sockets: OpenSockets): D {
  // Without a callback it would call itself with one.
  const destroy: (error: Error | null, callback: () => void) => void = dispatcher.destroy;
  return Object.assign(dispatcher, {
    destroy: () =>
      new Promise<void>((resolve) => {
        destroy.call(dispatcher, null, () => {
          sockets.destroy();
          resolve();
        });
      }),
  });
}
