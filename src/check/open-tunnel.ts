import type { Duplex } from 'node:stream';
import { Client } from 'undici';
import type { ProxyServer } from '../config/config.ts';
import { proxyConnector } from '../http/proxy-connector.ts';
import { tlsOptions } from '../http/tls-options.ts';
import { proxyRefusal, toProxyError } from '../http/to-proxy-error.ts';
import { trackSockets } from '../http/track-sockets.ts';

/** Asks a proxy for a way to the end, as an export does; throws a `ProxyError` when it gives none. */
export async function openTunnel(
  { host, hostname, port }: URL,
  proxy: ProxyServer,
  extraCa: string | undefined,
  signal: AbortSignal,
): Promise<Duplex> {
  const { authorization } = proxy;
  const target = `${hostname}:${port === '' ? 443 : port}`;
  const sockets = trackSockets();
  const connect = sockets.track(proxyConnector(tlsOptions(extraCa)));
  const client = new Client(proxy.origin, { connect });
  // undici looks at a signal only when it is connected.
  const giveUp = () => void client.destroy();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    const { statusCode, socket } = await client.connect({
      path: target,
      headers: {
        host: target,
        ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
      },
      signal,
    });
    if (statusCode === 200) return socket;
    socket.on('error', () => undefined).destroy();
    throw proxyRefusal(host, proxy, statusCode);
  } catch (error) {
    sockets.destroy();
    const cause = signal.aborted ? silence() : error;
    throw cause instanceof Error ? toProxyError(host, proxy, cause) : cause;
  } finally {
    signal.removeEventListener('abort', giveUp);
    await client.destroy();
  }
}

/** What undici says of a proxy that accepts the connection and then nothing more. */
function silence(): Error {
  return Object.assign(new Error('No answer'), { code: 'UND_ERR_HEADERS_TIMEOUT' });
}
