import { type Answer, firstHeader } from '../http/exchange.ts';
import { DifyError, type DifyErrorDetails } from './dify-error.ts';

const TUNNEL_CURE =
  "give the headers that lead past a tunnel's login page in DIFY_EXTRA_HEADERS, or correct them";

/** Whether a page answers, of Dify's web server or of something in front of it. */
export function isHtml({ headers, text }: Answer): boolean {
  const type = firstHeader(headers, 'content-type') ?? '';
  return type.includes('text/html') || /^\s*<(?:!doctype|html)/i.test(text);
}

/** Statuses that pass by themselves, whoever gives them. */
export function isTemporary(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** To another address of the same API, or to the login page of something in front of it. */
export function redirected({ headers, status }: Answer, details: DifyErrorDetails): DifyError {
  const { host } = details;
  const location = firstHeader(headers, 'location') ?? '';
  const base = `http://${host}`;
  const target = URL.canParse(location, base) ? new URL(location, base) : undefined;
  const addressCure = 'set DIFY_API_BASE_URL to the address that serves Dify without a redirect';
  const isSamePath = /^\/console\/api(?:\/|$)/.test(target?.pathname ?? '');
  const cure = isSamePath ? addressCure : `${addressCure}; or ${TUNNEL_CURE}`;
  return new DifyError(
    'address',
    `${host} redirects to ${target?.origin ?? 'another address'} (${status}): ${cure}`,
    details,
  );
}

/** A refusal in JSON or nothing, which does not come from Dify: it names its version always. */
export function refusedInFront({ headers }: Answer, details: DifyErrorDetails): DifyError {
  const { host, status } = details;
  const isBasic = /^basic\b/i.test(firstHeader(headers, 'www-authenticate') ?? '');
  return new DifyError(
    'address',
    isBasic
      ? `${host} demands basic authentication in front of Dify (${status}): set DIFY_BASIC_AUTH to user:password, or correct it`
      : `Something in front of Dify refused the request at ${host} (${status}): ${TUNNEL_CURE}; check DIFY_API_BASE_URL too`,
    details,
  );
}

/** An answer of Dify's framework, or of something in front of Dify. */
export function foreignAnswer(
  answer: Answer,
  what: 'an HTML page' | 'no JSON',
  details: DifyErrorDetails,
): DifyError {
  const { headers, status } = answer;
  const { host, endpoint } = details;
  if (isTemporary(status)) {
    return new DifyError(
      'unavailable',
      `${host} answered ${endpoint} with ${status} and ${what} of the gateway in front: Dify's API is down, starting or overloaded`,
      details,
    );
  }
  if (headers['x-version'] !== undefined && status === 404) {
    return new DifyError('gone', `Dify at ${host} has no route ${endpoint}`, details);
  }
  if (firstHeader(headers, 'www-authenticate') !== undefined && status === 401) {
    return refusedInFront(answer, details);
  }
  return new DifyError(
    'address',
    `${host} answered ${endpoint} with ${status} and ${what}: this is not Dify's console API. Check DIFY_API_BASE_URL and any proxy or login page in front of Dify; ${TUNNEL_CURE}`,
    details,
  );
}
