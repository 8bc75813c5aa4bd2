import type { IncomingHttpHeaders } from 'node:http';
import { buildConnector, type Dispatcher, Pool } from 'undici';
import type { ProxyServer } from '../config/config.ts';
import { firstHeader } from './exchange.ts';
import { proxyRefusal, toProxyError } from './to-proxy-error.ts';
import type { ProxyRouteOptions } from './tunnel-through.ts';

/** Plain http through a proxy, which is asked for the whole address (RFC 9112 §3.2.2). */
export function forwardThrough(
  proxy: ProxyServer,
  origin: string,
  { connect, sockets, ...options }: ProxyRouteOptions,
): Dispatcher {
  const { host } = new URL(origin);
  const proxyHeaders =
    proxy.authorization === undefined ? {} : { 'proxy-authorization': proxy.authorization };
  const connector = sockets.track(buildConnector(connect));
  return new Pool(proxy.origin, { ...options, connect: connector }).compose(
    (dispatch) => (request, handler) =>
      dispatch(
        {
          ...request,
          origin: proxy.origin,
          path: `${origin}${request.path}`,
          headers: { host, ...toRecord(request.headers), ...proxyHeaders },
        },
        blameProxy(handler, host, proxy),
      ),
  );
}

/** `exchange` sends its headers as an object, the one form in which others can be put beside them. */
function toRecord(headers: Dispatcher.DispatchOptions['headers']): object {
  if (headers == null) return {};
  if (Array.isArray(headers) || Symbol.iterator in headers) throw new TypeError('Not an object');
  return headers;
}

/** Makes a ProxyError of what the proxy says for itself, and of the failure to reach it. */
function blameProxy(
  handler: Dispatcher.DispatchHandler,
  host: string,
  proxy: ProxyServer,
): Dispatcher.DispatchHandler {
  let hasAnswered = false;
  return {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onResponseStart: (controller, status, headers, message) => {
      hasAnswered = true;
      if (isFromProxy(status, headers)) {
        controller.abort(proxyRefusal(host, proxy, status));
        return;
      }
      handler.onResponseStart?.(controller, status, headers, message);
    },
    onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
    onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
    onResponseError: (controller, error) =>
      handler.onResponseError?.(controller, hasAnswered ? error : toProxyError(host, proxy, error)),
  };
}

/** Where nothing tells, the answer is taken for the server's. */
function isFromProxy(status: number, headers: IncomingHttpHeaders): boolean {
  if (status === 407) return true;
  if (status < 400) return false;
  return (
    headers['x-squid-error'] !== undefined ||
    /^tinyproxy\b/i.test(firstHeader(headers, 'server') ?? '')
  );
}
