import { BlockList, isIP } from 'node:net';
import type { ProxyConfig, ProxyServer } from '../config/config.ts';
import { bareHost } from './bare-host.ts';

/** The proxy for an address, or undefined when it is reached directly. */
export function findProxy(
  origin: string,
  { httpProxy, httpsProxy, noProxy = '' }: ProxyConfig,
): ProxyServer | undefined {
  const url = new URL(origin);
  if (isExcepted(url, noProxy)) return undefined;
  return url.protocol === 'https:' ? (httpsProxy ?? httpProxy) : httpProxy;
}

/**
 * As curl reads NO_PROXY: names with everything below them, addresses, networks (`10.0.0.0/8`)
 * and `*`, between commas or blanks; and as Go and undici do, a port after any of them.
 */
function isExcepted(url: URL, noProxy: string): boolean {
  const host = comparable(url.hostname);
  const port = url.port === '' ? DEFAULT_PORTS[url.protocol] : url.port;
  for (const entry of noProxy.split(/[,\s]+/)) {
    // `[::1]:8080`, `host:8080`; what does not fit is an IPv6 address by itself.
    const [, bracketed, plain, wantedPort = port] =
      /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(entry) ?? [];
    const wanted = comparable(bracketed ?? plain ?? entry).replace(/^\*?\.(?=.)/, '');
    if (wantedPort === port && isMeant(host, wanted)) return true;
  }
  return false;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** A name that ends with a dot is complete, and otherwise the same. */
function comparable(host: string): string {
  return bareHost(host).replace(/\.$/, '');
}

function isMeant(host: string, wanted: string): boolean {
  if (wanted === '*') return true;
  if (isIP(host) !== 0) return isAddressMeant(host, wanted);
  return wanted !== '' && (host === wanted || host.endsWith(`.${wanted}`));
}

function isAddressMeant(host: string, wanted: string): boolean {
  const [address = '', prefix, ...rest] = wanted.split('/');
  const family = isIP(address);
  if (family === 0 || family !== isIP(host) || rest.length > 0) return false;

  const type = family === 6 ? 'ipv6' : 'ipv4';
  const longest = family === 6 ? 128 : 32;
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return false;
  const bits = prefix === undefined ? longest : Number(prefix);
  if (bits > longest) return false;

  const network = new BlockList();
  network.addSubnet(address, bits, type);
  return network.check(host, type);
}
