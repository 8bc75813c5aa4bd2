import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { UsedProxy } from '../http/find-proxy.ts';
import { ProxyError } from '../http/http-error.ts';
import { tlsOptions } from '../http/tls-options.ts';

/** Where a connection goes first. */
export type Address = { readonly host: string; readonly port: number };

/** The end that is to be reached, and the proxy in between. */
export type Way = {
  readonly url: URL;
  readonly proxy: UsedProxy | undefined;
  readonly extraCa: string | undefined;
};

export function firstAddress({ url, proxy }: Pick<Way, 'url' | 'proxy'>): Address {
  return addressOf(proxy === undefined ? url : new URL(proxy.origin));
}

function addressOf({ protocol, hostname, port }: URL): Address {
  const isSecure = protocol === 'https:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isSecure ? 443 : 80) : Number(port),
  };
}

/** Connects to the first address; the caller destroys the socket. */
export async function openSocket(address: Address, signal: AbortSignal): Promise<Socket> {
  const socket = connect(address);
  await settled(socket, 'connect', signal);
  return socket;
}

/** TLS with the end itself, through the tunnel of the proxy where there is one. */
export async function openTls(way: Way, signal: AbortSignal): Promise<TLSSocket> {
  const socket =
    way.proxy === undefined
      ? await openSocket(addressOf(way.url), signal)
      : await openTunnel(way, way.proxy, signal);
  return await secure(socket, way.url, way, signal);
}

async function secure(
  socket: Socket,
  { hostname }: URL,
  { extraCa }: Way,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const isName = /[a-z]/i.test(host) && !host.includes(':');
  const options = { socket, host, ...tlsOptions(extraCa) };
  const tls = connectTls(isName ? { ...options, servername: host } : options);
  await settled(tls, 'secureConnect', signal);
  return tls;
}

async function openTunnel(way: Way, proxy: UsedProxy, signal: AbortSignal): Promise<Socket> {
  const url = new URL(proxy.origin);
  const plain = await openSocket(addressOf(url), signal);
  const socket = url.protocol === 'https:' ? await secure(plain, url, way, signal) : plain;
  const { host, port } = addressOf(way.url);
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
  const status = await readStatus(socket, signal);
  if (status === 200) return socket;
  socket.destroy();
  throw new ProxyError(way.url.host, status, { cause: undefined });
}

const LONGEST_ANSWER = 16_384;

async function readStatus(socket: Socket, signal: AbortSignal): Promise<number | undefined> {
  let answer = '';
  while (!answer.includes('\r\n\r\n') && answer.length < LONGEST_ANSWER) {
    await settled(socket, 'readable', signal);
    const chunk: unknown = socket.read();
    if (chunk === null) break; // the proxy has closed it
    answer += String(chunk);
  }
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1];
  return status === undefined ? undefined : Number(status);
}

/** Waits for the event; an error, or the signal, destroys the socket. */
async function settled(socket: Socket, event: string, signal: AbortSignal): Promise<void> {
  try {
    await once(socket, event, { signal });
  } catch (error) {
    // Whatever it still has to say when it is destroyed is of no interest.
    socket.on('error', () => undefined).destroy();
    throw error;
  }
}
