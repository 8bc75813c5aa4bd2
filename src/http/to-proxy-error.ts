import type { ProxyServer } from '../config/config.ts';
import { errorCode } from '../error-code.ts';
import { type Message, message } from '../language/message.ts';
import { describeNetworkFailure } from './describe-network-failure.ts';
import { describeTlsFailure } from './describe-tls-failure.ts';
import { ProxyError } from './http-error.ts';
import { OUR_FAULT } from './our-fault.ts';

/** The error for a proxy that answered for itself, and not with what was asked for. */
export function proxyRefusal(host: string, proxy: ProxyServer, status: number): ProxyError {
  const proxyHost = new URL(proxy.origin).host;
  return new ProxyError(host, proxyHost, explainStatus(host, proxy, proxyHost, status), {
    status,
    remedy: status >= 500 ? 'time' : 'operator',
  });
}

/** The error for a proxy that gave no answer; what is no failure of the network stays as it is. */
export function toProxyError(host: string, proxy: ProxyServer, cause: Error): Error {
  const { variable, origin } = proxy;
  const proxyHost = new URL(origin).host;
  const code = errorCode(cause);
  const fail = (remedy: 'time' | 'operator', problem: Message) =>
    new ProxyError(host, proxyHost, problem, { remedy, cause });

  if (cause.name === 'HTTPParserError') {
    return fail('operator', message('proxy_no_http', { variable }));
  }
  if (code === undefined || OUR_FAULT.has(code)) return cause;
  if (code === 'UND_ERR_HEADERS_TIMEOUT') {
    return fail('time', message('proxy_no_answer', { variable }));
  }
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET') {
    return fail('time', message('proxy_closed', { code, variable }));
  }
  const tlsProblem = describeTlsFailure(cause, code);
  if (tlsProblem !== undefined) {
    return fail(
      'operator',
      origin.startsWith('https:')
        ? message('proxy_tls_hint', { problem: tlsProblem, variable })
        : tlsProblem,
    );
  }
  const problem = describeNetworkFailure(cause, code);
  return fail('time', message('proxy_named_by', { problem, variable }));
}

function explainStatus(
  host: string,
  { authorization, variable }: ProxyServer,
  proxyHost: string,
  status: number,
): Message {
  const { hostname } = new URL(`http://${host}`);
  const around = message('proxy_or_around', { host: hostname });
  switch (status) {
    case 401: // so tinyproxy to a wrong password
    case 407:
      return authorization === undefined
        ? message('proxy_demands_credentials', { status, variable, proxy: proxyHost })
        : message('proxy_refused_credentials', { status, variable });
    case 403:
      return message('proxy_forbids', { around });
    case 500: // so tinyproxy
    case 502:
    case 503:
    case 504:
      return message('proxy_could_not_connect', { status, around });
    default:
      return status >= 500
        ? message('proxy_failed', { status })
        : message('proxy_no_proxy', { status, variable, around });
  }
}
