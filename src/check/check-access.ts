import { ExitCode } from '../cli/exit-code.ts';
import type { ReceiverConfig } from '../config/config.ts';
import { type Answer, type ExchangeOptions, exchange, firstHeader } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import { receiverFailure } from './failure.ts';
import { type Finding, failed, type HopResult, ok, warning } from './hop.ts';

export type AccessPorts = Omit<ExchangeOptions, 'timeoutMs' | 'maxBytes'> & {
  readonly userAgent: string;
};

export type Access = {
  /** How far the receiver's clock is ahead of ours. */
  readonly clockSkewMs: number | undefined;
};

type Method = 'HEAD' | 'OPTIONS';

const LITTLE_BYTES = 4096;

/**
 * Whether the receiver is there and takes the token, without writing: by HEAD, once with the token and
 * once without. Only where it refuses the second one and not the first has it looked at the token at
 * all. With `isTestSent` a doubtful refusal is a warning, since a POST is going to tell for certain.
 */
export async function checkAccess(
  receiver: ReceiverConfig,
  isTestSent: boolean,
  ports: AccessPorts,
): Promise<HopResult<Access>> {
  const ask = (method: Method, withToken: boolean) => request(receiver, method, withToken, ports);
  try {
    const answer = await ask('HEAD', true);
    const finding =
      (await findRefusal(receiver, answer, ask)) ?? (await judgeToken(receiver, answer, ask));
    return {
      findings: [isTestSent ? leftToTest(finding) : finding],
      value: { clockSkewMs: answer.clockSkewMs },
    };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return { findings: [receiverFailure(error)] };
  }
}

async function request(
  { url, token, timeoutMs }: ReceiverConfig,
  method: Method,
  withToken: boolean,
  { userAgent, ...ports }: AccessPorts,
): Promise<Answer> {
  const authorization = withToken ? { authorization: `Bearer ${token}` } : {};
  return await exchange(
    url,
    { method, headers: { 'user-agent': userAgent, ...authorization } },
    { ...ports, timeoutMs, maxBytes: LITTLE_BYTES },
  );
}

type Ask = (method: Method, withToken: boolean) => Promise<Answer>;

async function findRefusal(
  { url: { host, pathname } }: ReceiverConfig,
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

async function judgeToken(
  { url: { host } }: ReceiverConfig,
  { status }: Answer,
  ask: Ask,
): Promise<Finding> {
  const bare = await ask('HEAD', false);
  if (bare.status === 401 || bare.status === 403) {
    return ok(
      `${host} answers, refuses who has no token (${bare.status}) and does not refuse ours`,
    );
  }
  return {
    ...ok(
      `${host} answers (${status} to HEAD), and says only to a POST whether it takes the token`,
    ),
    code: 'receiver_token_unproven',
    cure: 'To prove it: dify-usage check --send-test',
  };
}

/** The POST that follows tells for certain. */
function leftToTest({ status, code, found, cure = '' }: Finding): Finding {
  if (status === 'failed') return warning(code, found, cure);
  return { status, code, found };
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
