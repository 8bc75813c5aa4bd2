import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import type { ProxyConfig } from '../config/config.ts';
import { tlsOptions } from './tls-options.ts';

export type DispatcherOptions = {
  readonly connections: number;
  /** PEM text, trusted beside the usual authorities. */
  readonly extraCa: string | undefined;
  readonly proxy: ProxyConfig;
};

/** A connection pool for one origin, through the proxy of the environment where there is one. */
export function createDispatcher(
  origin: string,
  { connections, extraCa, proxy }: DispatcherOptions,
): Dispatcher {
  const connect = { timeout: 10_000, ...tlsOptions(extraCa) };
  const options = { connections, pipelining: 1, allowH2: false, connect };

  const { httpProxy, httpsProxy, noProxy } = proxy;
  if (httpProxy === undefined && httpsProxy === undefined) return new Pool(origin, options);
  return new EnvHttpProxyAgent({
    ...options,
    // For what is behind a proxy undici does not look at `connect`.
    requestTls: connect,
    proxyTls: connect,
    // Many proxies refuse tunnels to anything but port 443.
    proxyTunnel: false,
    httpProxy: httpProxy ?? '',
    httpsProxy: httpsProxy ?? '',
    noProxy: noProxy ?? '',
  });
}
