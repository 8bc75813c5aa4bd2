import { isTemporary } from '../delivery/is-temporary.ts';
import { ExitCode } from '../exit-code.ts';
import { type Answer, firstHeader } from '../http/exchange.ts';
import { message } from '../language/message.ts';
import { maskPath } from '../text/mask-token.ts';
import { type Finding, failed } from './hop.ts';

export type Method = 'HEAD' | 'OPTIONS';

/** Asks the receiver, and writes nothing there. */
export type Ask = (method: Method, withToken: boolean) => Promise<Answer>;

/** Why it would not take a body, as far as its answer to HEAD shows; undefined when it may. */
export async function findRefusal(
  { host, pathname }: URL,
  answer: Answer,
  ask: Ask,
): Promise<Finding | undefined> {
  const { status } = answer;
  if (status === 401 || status === 403) return tokenRefused(host, status);
  if (status === 407) return demandedByProxy(host);
  if (status >= 300 && status < 400) return redirected(host, answer);
  if (status === METHOD_UNKNOWN) return undefined;
  if (isTemporary(status)) return unavailable(host, status);
  if (status !== 404 && status !== 410) return undefined;
  // Some servers know an address only by the method that it is for, and tell that to OPTIONS.
  const options = await ask('OPTIONS', true);
  const isKnown = options.status < 400 || options.status === 405;
  return isKnown ? undefined : notThere(host, maskPath(pathname), status);
}

/** Of HEAD, as small servers know it not (RFC 9110 §15.6.2): it says nothing of a POST. */
const METHOD_UNKNOWN = 501;

function tokenRefused(host: string, status: number): Finding {
  return failed(
    ExitCode.noPermission,
    'receiver_token_refused',
    message('check_token_refused', { host, status }),
    message('check_token_refused_cure'),
  );
}

function demandedByProxy(host: string): Finding {
  const problem = message('receiver_proxy_credentials', { host });
  const found = message('receiver_and_cure', { problem, cure: message('receiver_proxy_cure') });
  return failed(ExitCode.noPermission, 'receiver_behind_proxy', found);
}

function redirected(host: string, { status, headers }: Answer): Finding {
  const location = firstHeader(headers, 'location') ?? '';
  const base = `https://${host}`;
  // A token in the query of the new address must not be shown.
  const to = URL.canParse(location, base)
    ? new URL(location, base).host
    : message('dify_another_address');
  return failed(
    ExitCode.config,
    'receiver_redirects',
    message('check_receiver_redirects', { host, to, status }),
    message('check_receiver_redirects_cure'),
  );
}

function unavailable(host: string, status: number): Finding {
  return failed(
    ExitCode.spooled,
    'receiver_unavailable',
    message('receiver_temporary', { host, status }),
    message('check_receiver_unavailable_cure'),
  );
}

function notThere(host: string, path: string, status: number): Finding {
  return failed(
    ExitCode.config,
    'receiver_address',
    message('check_receiver_nothing_there', { host, path, status }),
    message('check_receiver_nothing_there_cure'),
  );
}
