import type { ProxyServer } from '../config/config.ts';
import { describeNetworkFailure } from './describe-network-failure.ts';
import { describeTlsFailure } from './describe-tls-failure.ts';
import { ProxyError } from './http-error.ts';

/** The error for a proxy that answered for itself, and not with what was asked for. */
export function describeProxyRefusal(host: string, proxy: ProxyServer, status: number): ProxyError {
  const proxyHost = new URL(proxy.origin).host;
  return new ProxyError(host, proxyHost, explainStatus(host, proxy, proxyHost, status), {
    status,
    remedy: status >= 500 ? 'time' : 'operator',
  });
}

/** The error for a proxy that gave no answer; what is no failure of the network stays as it is. */
export function describeProxyFailure(host: string, proxy: ProxyServer, cause: Error): Error {
  const { variable, origin } = proxy;
  const proxyHost = new URL(origin).host;
  const code = codeOf(cause);
  const fail = (remedy: 'time' | 'operator', problem: string) =>
    new ProxyError(host, proxyHost, problem, { remedy, cause });

  if (cause.name === 'HTTPParserError') {
    return fail('operator', `it does not speak HTTP; correct ${variable}, its port above all`);
  }
  if (code === undefined || OURS.has(code)) return cause;
  if (code === 'UND_ERR_HEADERS_TIMEOUT') {
    return fail('time', `it did not answer; check that ${variable} is right and the proxy well`);
  }
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET') {
    return fail(
      'time',
      `it closed the connection without an answer (${code}); check that ${variable} names an HTTP proxy, with https:// only if it speaks TLS itself`,
    );
  }
  const tlsProblem = describeTlsFailure(cause, code);
  if (tlsProblem !== undefined) {
    const hint = origin.startsWith('https:') ? `; most proxies are http:// in ${variable}` : '';
    return fail('operator', `${tlsProblem}${hint}`);
  }
  return fail('time', `${describeNetworkFailure(cause, code)}; it is named by ${variable}`);
}

const OURS: ReadonlySet<string> = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_ABORTED',
  'UND_ERR_DESTROYED',
  'UND_ERR_CLOSED',
  'ABORT_ERR',
]);

function explainStatus(
  host: string,
  { authorization, variable }: ProxyServer,
  proxyHost: string,
  status: number,
): string {
  const orAround = `or name ${new URL(`http://${host}`).hostname} in NO_PROXY if it can be reached directly`;
  switch (status) {
    case 401: // so tinyproxy to a wrong password
    case 407:
      return authorization === undefined
        ? `it demands a user name and password (${status}); write them into ${variable} as http://user:password@${proxyHost}`
        : `it refused the user name or password in ${variable} (${status}); correct them, with characters such as @ : / # % percent-encoded`;
    case 403:
      return `it does not allow that address (403); have it allowed there, ${orAround}`;
    case 500: // so tinyproxy
    case 502:
    case 503:
    case 504:
      return `it could not connect to that address (${status}); check the address, ${orAround}`;
    default:
      return status >= 500
        ? `it failed (${status}); look into its log if it lasts`
        : `it answered ${status}, as something does that is no proxy for this; correct ${variable}, ${orAround}`;
  }
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
