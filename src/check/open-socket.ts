import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { bareHost } from '../http/bare-host.ts';
import { tlsOptions } from '../http/tls-options.ts';
import type { End } from './end.ts';
import { openTunnel } from './open-tunnel.ts';

export type Address = { readonly host: string; readonly port: number };

/** Where a connection goes first: to the proxy where there is one. */
export function firstAddress({ url, proxy }: Pick<End, 'url' | 'proxy'>): Address {
  return addressOf(proxy === undefined ? url : new URL(proxy.origin));
}

function addressOf({ protocol, hostname, port }: URL): Address {
  const usual = protocol === 'https:' ? 443 : 80;
  return { host: bareHost(hostname), port: port === '' ? usual : Number(port) };
}

/** The caller destroys the socket. */
export async function openSocket(address: Address, signal: AbortSignal): Promise<Socket> {
  const socket = connect(address);
  await settled(socket, 'connect', signal);
  return socket;
}

/** TLS with the end itself, through the tunnel of the proxy where there is one. */
export async function openTls(
  { url, proxy, extraCa }: Pick<End, 'url' | 'proxy' | 'extraCa'>,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const socket =
    proxy === undefined
      ? await openSocket(addressOf(url), signal)
      : await openTunnel(url, proxy, extraCa, signal);
  const host = bareHost(url.hostname);
  const options = { socket, host, ...tlsOptions(extraCa) };
  const tls = connectTls(isIP(host) === 0 ? { ...options, servername: host } : options);
  await settled(tls, 'secureConnect', signal);
  return tls;
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
