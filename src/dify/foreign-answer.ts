import { type Answer, firstHeader } from '../http/exchange.ts';
import { message } from '../language/message.ts';
import { DifyError, type DifyErrorDetails } from './dify-error.ts';

const TUNNEL_CURE = message('dify_tunnel_cure');

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
  const addressCure = message('dify_address_cure');
  const isSamePath = /^\/console\/api(?:\/|$)/.test(target?.pathname ?? '');
  const cure = isSamePath
    ? addressCure
    : message('dify_either_cure', { cure: addressCure, other: TUNNEL_CURE });
  const to = target?.origin ?? message('dify_another_address');
  return new DifyError('address', message('dify_redirects', { host, to, status, cure }), details);
}

/** A refusal in JSON or nothing, which does not come from Dify: it names its version always. */
export function refusedInFront({ headers }: Answer, details: DifyErrorDetails): DifyError {
  const { host, status = 0 } = details;
  const isBasic = /^basic\b/i.test(firstHeader(headers, 'www-authenticate') ?? '');
  return new DifyError(
    'address',
    isBasic
      ? message('dify_basic_auth', { host, status })
      : message('dify_refused_in_front', { host, status, cure: TUNNEL_CURE }),
    details,
  );
}

/** An answer of Dify's framework, or of something in front of Dify. */
export function foreignAnswer(
  answer: Answer,
  found: 'dify_html' | 'dify_no_json',
  details: DifyErrorDetails,
): DifyError {
  const { headers, status } = answer;
  const { host, endpoint } = details;
  const what = message(found);
  if (isTemporary(status)) {
    return new DifyError(
      'unavailable',
      message('dify_gateway', { host, endpoint, status, what }),
      details,
    );
  }
  if (headers['x-version'] !== undefined && status === 404) {
    return new DifyError('gone', message('dify_no_route', { host, endpoint }), details);
  }
  if (firstHeader(headers, 'www-authenticate') !== undefined && status === 401) {
    return refusedInFront(answer, details);
  }
  return new DifyError(
    'address',
    message('dify_foreign', { host, endpoint, status, what, cure: TUNNEL_CURE }),
    details,
  );
}
