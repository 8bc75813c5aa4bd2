import { ExitCode } from '../cli/exit-code.ts';
import { type Answer, firstHeader } from '../http/exchange.ts';
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
  if (status >= 300 && status < 400) return redirected(host, answer);
  if (status >= 500 || TEMPORARY.has(status)) return unavailable(host, status);
  if (status !== 404 && status !== 410) return undefined;
  // Some servers know an address only by the method that it is for, and tell that to OPTIONS.
  const options = await ask('OPTIONS', true);
  const isKnown = options.status < 400 || options.status === 405;
  return isKnown ? undefined : notThere(host, pathname, status);
}

const TEMPORARY: ReadonlySet<number> = new Set([408, 425, 429]);

function tokenRefused(host: string, status: number): Finding {
  return failed(
    ExitCode.noPermission,
    'receiver_token_refused',
    `${host} refused the token (${status})`,
    'Correct EXTERNAL_API_TOKEN; for API_Meter the tenant too. If it is right, prove it with check --send-test.',
  );
}

function redirected(host: string, { status, headers }: Answer): Finding {
  const location = firstHeader(headers, 'location') ?? '';
  const base = `https://${host}`;
  // A token in the query of the new address must not be shown.
  const to = URL.canParse(location, base) ? new URL(location, base).host : 'another address';
  return failed(
    ExitCode.config,
    'receiver_redirects',
    `${host} redirects to ${to} (${status}), and the token follows no redirect`,
    'Set EXTERNAL_API_URL to the final address.',
  );
}

function unavailable(host: string, status: number): Finding {
  return failed(
    ExitCode.spooled,
    'receiver_unavailable',
    `${host} answered ${status}`,
    'Nothing is lost: what cannot be delivered waits in the spool. If it lasts, ask who runs the receiver.',
  );
}

function notThere(host: string, path: string, status: number): Finding {
  return failed(
    ExitCode.config,
    'receiver_address',
    `${host} has nothing at ${path} (${status})`,
    'Correct EXTERNAL_API_URL, which is used as it is. If it is right, prove it with check --send-test.',
  );
}
