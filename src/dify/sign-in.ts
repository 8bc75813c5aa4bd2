import type { DifyConfig } from '../config/config.ts';
import type { Answer } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import { message } from '../language/message.ts';
import type { Credentials, Headers } from './credentials.ts';
import { DifyError } from './dify-error.ts';
import type { DifyTraits } from './dify-version.ts';
import { login } from './login.ts';
import { readAnswer } from './read-answer.ts';
import type { SessionPorts } from './session-ports.ts';
import { findTokens, refreshRequest, sessionHeaders, type Tokens } from './tokens.ts';

const RENEW_AT = 0.8;
const RENEW_AGAIN_AFTER_MS = 60_000;
const REFUSALS: ReadonlySet<string> = new Set(['credentials', 'session', 'parameter', 'forbidden']);

/**
 * Signs in once, renews the tokens at 80 % of their life or when one is refused, and signs in a
 * second time at most. A refused login leaves a marker and is never repeated (design §11).
 */
export async function signIn(
  host: string,
  { credential, forceLogin, frontHeaders }: DifyConfig,
  traits: DifyTraits,
  ports: SessionPorts,
  post: (path: string, headers: Headers, body: string) => Promise<Answer>,
): Promise<Credentials> {
  if (credential.kind !== 'password') throw new TypeError('signIn needs a password');

  const json = { 'content-type': 'application/json' };
  const signInOnce = async () => {
    try {
      return await login(credential, traits.base64Password, {
        host,
        now: ports.now,
        post: (body) => post('/login', json, body),
      });
    } catch (error) {
      if (!(error instanceof DifyError && REFUSALS.has(error.problem))) throw error;
      await ports.loginMarker.write(credential, error.code ?? String(error.status));
      throw error.problem === 'credentials' ? error : refusedInUnknownWords(host, error);
    }
  };

  if (forceLogin) await ports.loginMarker.checkWritable();
  else await ports.loginMarker.check(credential, host);
  let tokens = await signInOnce();
  const toHeaders = (given: Tokens) =>
    frontHeaders['authorization'] === undefined
      ? sessionHeaders(given)
      : withoutAuthorization(host, given);
  let headers = toHeaders(tokens);
  await ports.loginMarker.clear(credential);
  let hasSignedInAgain = false;
  let renewal: Promise<void> | undefined;

  const refresh = async (): Promise<Tokens | undefined> => {
    const request = refreshRequest(tokens);
    const answer = await post('/refresh-token', request.headers, request.body);
    if (answer.status === 400 || answer.status === 401) return undefined; // used, expired or unknown
    const parsed = readAnswer(host, 'POST /refresh-token', answer);
    return findTokens(parsed, answer.headers, ports.now() + (answer.clockSkewMs ?? 0), ports.now());
  };
  const replaceTokens = async (refusal: DifyError | undefined) => {
    let fresh = tokens.refresh === undefined ? undefined : await refresh();
    if (fresh === undefined) {
      if (hasSignedInAgain) throw refusal ?? sessionLost(host);
      fresh = await signInOnce();
      hasSignedInAgain = true;
    }
    tokens = fresh;
    headers = toHeaders(fresh);
  };
  /** Single-flight: whoever comes while a renewal is under way waits for that one. */
  const renewOnce = (refusal: DifyError | undefined) => {
    renewal ??= replaceTokens(refusal).finally(() => {
      renewal = undefined;
    });
    return renewal;
  };

  let renewAgainAt = 0;
  const hasLived = (part: number) => ports.now() - tokens.obtainedAt >= tokens.lifetimeMs * part;
  const renewInTime = async () => {
    const isDue = hasLived(RENEW_AT) && ports.now() >= renewAgainAt;
    if (!isDue && !hasLived(1)) return;
    try {
      await renewOnce(undefined);
    } catch (error) {
      if (hasLived(1) || !(error instanceof HttpError) || error.remedy !== 'time') throw error;
      // The tokens are good for a while; a `Retry-After` stops every request by itself.
      renewAgainAt = ports.now() + RENEW_AGAIN_AFTER_MS;
    }
  };

  return {
    async headers() {
      await renewInTime();
      return headers;
    },
    async renew(refusal, refused) {
      // By identity: Dify gives out the same token twice within a second.
      const isPresent = refused === headers;
      if (isPresent) await renewOnce(refusal);
      return isPresent;
    },
  };
}

/** Cookies alone are a session too: the one header Authorization is left to DIFY_BASIC_AUTH. */
function withoutAuthorization(host: string, tokens: Tokens): Headers {
  if (tokens.csrf === undefined) {
    throw new DifyError('setup', message('login_too_old_for_basic_auth', { host }), {
      host,
      endpoint: 'POST /login',
    });
  }
  const { authorization: _, ...cookies } = sessionHeaders(tokens);
  return cookies;
}

/** A newer Dify may say it differently; to try again would count towards the lockout all the same. */
function refusedInUnknownWords(host: string, cause: DifyError): DifyError {
  return new DifyError(
    'credentials',
    message('login_refused', { host, code: cause.code ?? cause.status ?? '' }),
    { host, endpoint: cause.endpoint, status: cause.status, code: cause.code, cause },
  );
}

function sessionLost(host: string): DifyError {
  return new DifyError('credentials', message('login_session_lost', { host }), {
    host,
    endpoint: 'POST /refresh-token',
  });
}
