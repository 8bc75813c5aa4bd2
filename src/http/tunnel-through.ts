import { type buildConnector, type Dispatcher, Pool, ProxyAgent } from 'undici';
import type { ProxyServer } from '../config/config.ts';
import { proxyConnector } from './proxy-connector.ts';
import { proxyRefusal, toProxyError } from './to-proxy-error.ts';
import type { OpenSockets } from './track-sockets.ts';

// The proxy's own attempt to connect is in it. Without an end here, the one of the whole
// request would come first and blame the server.
const TUNNEL_TIMEOUT_MS = 20_000;

export type ProxyRouteOptions = Omit<Pool.Options, 'connect'> & {
  readonly connect: buildConnector.BuildOptions;
  readonly sockets: OpenSockets;
};

/** https through a proxy: CONNECT gives a tunnel, in which TLS goes on as if there were none. */
export function tunnelThrough(
  proxy: ProxyServer,
  origin: string,
  options: ProxyRouteOptions,
): Dispatcher {
  const { host } = new URL(origin);
  const { connect, sockets, ...rest } = options;
  return new ProxyAgent({
    ...rest,
    uri: proxy.origin,
    ...(proxy.authorization === undefined ? {} : { token: proxy.authorization }),
    requestTls: connect,
    clientFactory: (url) =>
      new Pool(url, {
        connect: sockets.track(proxyConnector(connect)),
        headersTimeout: TUNNEL_TIMEOUT_MS,
      }).compose(
        (dispatch) => (request, handler) => dispatch(request, blameProxy(handler, host, proxy)),
      ),
  });
}

/**
 * Makes a ProxyError of everything that goes wrong before the tunnel is there.
 *
 * Not only for its words: undici 7 takes a proxy that closes the connection (UND_ERR_SOCKET) for
 * a server that does, and asks for the next tunnel at once, for ever.
 */
function blameProxy(
  handler: Dispatcher.DispatchHandler,
  host: string,
  proxy: ProxyServer,
): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onRequestUpgrade: (controller, status, headers, socket) => {
      if (status === 200) {
        handler.onRequestUpgrade?.(controller, status, headers, socket);
        return;
      }
      socket.on('error', () => undefined).destroy();
      handler.onResponseError?.(controller, proxyRefusal(host, proxy, status));
    },
    onResponseError: (controller, error) =>
      handler.onResponseError?.(controller, toProxyError(host, proxy, error)),
  };
}
