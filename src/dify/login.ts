import type { PasswordCredential } from '../config/config.ts';
import type { Answer } from '../http/exchange.ts';
import { type MessageCode, message } from '../language/message.ts';
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
    throw new DifyError('contract', message('dify_no_session', { host }), {
      host,
      endpoint: ENDPOINT,
      status: answer.status,
    });
  }
  return tokens;
}

type LoginRefusal = Extract<
  MessageCode,
  `login_${'unknown_account' | 'no_workspace' | 'switched_off' | 'wrong' | 'banned' | 'frozen' | 'locked' | 'limit' | 'malformed'}`
>;

/** A login that Dify refused for what was given; a repetition would count towards the lockout. */
function explainRefusal(host: string, answer: Answer): DifyError | undefined {
  const { status, text } = answer;
  const body = bodyOf(text);
  const fail = (code: LoginRefusal) =>
    new DifyError('credentials', message('dify_refusal', { host, problem: message(code) }), {
      host,
      endpoint: ENDPOINT,
      status,
      code: body.code,
    });

  if (status === 200 && body.result === 'fail') {
    return body.code === 'account_not_found'
      ? fail('login_unknown_account')
      : fail('login_no_workspace');
  }
  if (status === 403 && body.code !== undefined) {
    return fail('login_switched_off');
  }
  switch (body.code) {
    case 'authentication_failed':
    case 'email_or_password_mismatch':
      return fail('login_wrong');
    case 'account_not_found':
      return fail('login_unknown_account');
    case 'account_banned':
      return fail('login_banned');
    case 'account_in_freeze':
      return fail('login_frozen');
    case 'email_code_login_limit':
    case 'password_reset_rate_limit_exceeded':
      return fail('login_locked');
    case 'limit_exceeded':
      return fail('login_limit');
    default:
  }
  const isParameterCode = body.code === 'invalid_param' || body.code === 'unprocessable_entity';
  if ((status === 400 || status === 422) && (body.hasFieldErrors || isParameterCode)) {
    return fail('login_malformed');
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
