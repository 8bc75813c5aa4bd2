import type { ProxyConfig } from '../config/config.ts';

export type UsedProxy = {
  readonly origin: string;
  readonly variable: 'HTTPS_PROXY' | 'HTTP_PROXY';
};

/** The proxy through which the dispatcher of an origin goes; undefined when it connects directly. */
export function findProxy(
  origin: string,
  { httpProxy, httpsProxy, noProxy = '' }: ProxyConfig,
): UsedProxy | undefined {
  const { protocol, hostname, port } = new URL(origin);
  const usedPort = port === '' ? DEFAULT_PORTS[protocol] : port;
  if (isExempt(hostname.toLowerCase(), usedPort, noProxy)) return undefined;
  if (protocol === 'https:' && httpsProxy !== undefined) {
    return { origin: new URL(httpsProxy).origin, variable: 'HTTPS_PROXY' };
  }
  return httpProxy === undefined
    ? undefined
    : { origin: new URL(httpProxy).origin, variable: 'HTTP_PROXY' };
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** As undici's EnvHttpProxyAgent reads NO_PROXY: names with their subdomains, perhaps a port, or `*`. */
function isExempt(hostname: string, port: string | undefined, noProxy: string): boolean {
  if (noProxy === '*') return true;
  for (const entry of noProxy.split(/[,\s]/).filter((each) => each !== '')) {
    const [, name = entry, onlyPort] = /^(.+):(\d+)$/.exec(entry) ?? [];
    const exempt = name.replace(/^\*?\./, '').toLowerCase();
    if (onlyPort !== undefined && onlyPort !== port) continue;
    if (hostname === exempt || hostname.endsWith(`.${exempt}`)) return true;
  }
  return false;
}
