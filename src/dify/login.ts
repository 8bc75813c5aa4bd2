import type { PasswordCredential } from '../config/config.ts';
import type { Answer } from '../http/exchange.ts';
import type { Instant } from '../period/period.ts';
import { DifyError } from './dify-error.ts';
import { readAnswer, readErrorBody } from './read-answer.ts';
import { findTokens, type Tokens } from './tokens.ts';

export type LoginPorts = {
  readonly host: string;
  /** `POST /console/api/login` with a JSON body, once. */
  readonly post: (body: string) => Promise<Answer>;
  readonly now: () => Instant;
};

const ENDPOINT = 'POST /login';

/**
 * Signs in with e-mail and password. Counts as one attempt: only the answer
 * `Invalid encrypted data`, which Dify does not count, is followed by a second
 * request with the password in base64 (auth-and-apps §2.2).
 */
export async function login(
  { email, password }: PasswordCredential,
  base64: boolean,
  ports: LoginPorts,
): Promise<Tokens> {
  const attempt = (encoded: string) => ports.post(JSON.stringify({ email, password: encoded }));
  const inBase64 = Buffer.from(password, 'utf8').toString('base64');

  const answer = await attempt(base64 ? inBase64 : password);
  if (!base64 && isUndecodable(answer)) return readTokens(await attempt(inBase64), ports);
  return readTokens(answer, ports);
}

function isUndecodable({ status, text }: Answer): boolean {
  return status === 401 && bodyOf(text).message === 'Invalid encrypted data';
}

function readTokens(answer: Answer, { host, now }: LoginPorts): Tokens {
  const refused = explainRefusal(host, answer);
  if (refused !== undefined) throw refused;

  const body = readAnswer(host, ENDPOINT, answer);
  const tokens = findTokens(body, answer.headers, now() + (answer.clockSkewMs ?? 0), now());
  if (tokens === undefined) {
    throw new DifyError('contract', `${host} accepted the login but gave no session`, {
      host,
      endpoint: ENDPOINT,
      status: answer.status,
    });
  }
  return tokens;
}

/** A login that Dify refused for what was given; a repetition would count towards the lockout. */
function explainRefusal(host: string, answer: Answer): DifyError | undefined {
  const { status, text } = answer;
  const body = bodyOf(text);
  const fail = (message: string) =>
    new DifyError('credentials', `${host}: ${message}`, {
      host,
      endpoint: ENDPOINT,
      status,
      code: body.code,
    });

  if (status === 200 && body.result === 'fail') {
    return body.code === 'account_not_found'
      ? fail('no account has the e-mail of DIFY_EMAIL')
      : fail('the account of DIFY_EMAIL belongs to no active workspace: invite it to one');
  }
  if (status === 403 && body.code !== undefined) {
    return fail(
      'signing in by e-mail and password is switched off: use DIFY_ADMIN_API_KEY, or set ENABLE_EMAIL_PASSWORD_LOGIN=true in Dify',
    );
  }
  switch (body.code) {
    case 'authentication_failed':
    case 'email_or_password_mismatch':
      return fail(
        'DIFY_EMAIL or DIFY_PASSWORD is wrong; Dify locks the account for 24 hours after six wrong attempts',
      );
    case 'account_not_found':
      return fail('no account has the e-mail of DIFY_EMAIL');
    case 'account_banned':
      return fail('the account of DIFY_EMAIL is banned');
    case 'account_in_freeze':
      return fail('the account of DIFY_EMAIL was deleted less than 30 days ago');
    case 'email_code_login_limit':
    case 'password_reset_rate_limit_exceeded':
      return fail(
        'the account of DIFY_EMAIL is locked after too many wrong attempts; it opens 24 hours after the last one',
      );
    case 'limit_exceeded':
      return fail('Dify cannot give the account of DIFY_EMAIL a workspace: the limit is reached');
    default:
  }
  const isParameterCode = body.code === 'invalid_param' || body.code === 'unprocessable_entity';
  if ((status === 400 || status === 422) && (body.hasFieldErrors || isParameterCode)) {
    return fail(
      'DIFY_EMAIL is no e-mail address, or DIFY_PASSWORD has fewer than eight characters or no letter or digit',
    );
  }
  return undefined;
}

function bodyOf(text: string) {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  const result =
    typeof parsed === 'object' && parsed !== null && 'result' in parsed ? parsed.result : undefined;
  return { ...readErrorBody(parsed), result };
}
