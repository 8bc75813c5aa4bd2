import type { ProxyConfig } from '../config/config.ts';

export type UsedProxy = {
  /** May hold a password. */
  readonly url: URL;
  readonly variable: 'HTTPS_PROXY' | 'HTTP_PROXY';
};

/** The proxy through which the dispatcher of an origin goes; undefined when it connects directly. */
export function findProxy(
  { protocol, hostname, port }: URL,
  { httpProxy, httpsProxy, noProxy = '' }: ProxyConfig,
): UsedProxy | undefined {
  const usedPort = port === '' ? DEFAULT_PORTS[protocol] : port;
  if (isExempt(hostname.toLowerCase(), usedPort, noProxy)) return undefined;
  if (protocol === 'https:' && httpsProxy !== undefined) {
    return { url: new URL(httpsProxy), variable: 'HTTPS_PROXY' };
  }
  return httpProxy === undefined ? undefined : { url: new URL(httpProxy), variable: 'HTTP_PROXY' };
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
