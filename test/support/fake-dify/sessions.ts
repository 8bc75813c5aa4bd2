import { randomBytes } from 'node:crypto';
import { clearCookieLine, setCookieLine } from './cookies.ts';
import { presetOf } from './presets.ts';
import type { Answer, FakeState } from './route.ts';
import { signToken } from './tokens.ts';

const REFRESH_TOKEN_SECONDS = 2_592_000;

export type Session = {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly csrfToken: string;
};

/** A new pair of tokens; older ones of the account stay valid. */
export function openSession(state: FakeState, accountId: string): Session {
  const refreshToken = randomBytes(64).toString('hex');
  state.memory.refreshTokens.set(refreshToken, {
    accountId,
    expiresAt: state.now() + REFRESH_TOKEN_SECONDS * 1000,
  });
  state.memory.latestRefreshToken.set(accountId, refreshToken);
  const exp = Math.floor(state.now() / 1000) + state.settings.accessTokenSeconds;
  return {
    accessToken: accessTokenOf(accountId, exp),
    refreshToken,
    csrfToken: csrfTokenOf(accountId, exp),
  };
}

/** `exp` in seconds since the epoch. */
export function accessTokenOf(accountId: string, exp: number): string {
  return signToken({ user_id: accountId, exp, iss: 'SELF_HOSTED', sub: 'Console API Passport' });
}

export function csrfTokenOf(accountId: string, exp: number): string {
  return signToken({ exp, sub: accountId });
}

/** The tokens in the body up to 1.9.1, as three cookies later: the login in this order. */
export function answerLogin(state: FakeState, session: Session): Answer {
  return answerSession(state, session, (access, refresh, csrf) => [access, refresh, csrf]);
}

/** As `answerLogin`, with the cookies in the order of `/refresh-token`. */
export function answerRefresh(state: FakeState, session: Session): Answer {
  return answerSession(state, session, (access, refresh, csrf) => [csrf, access, refresh]);
}

/** `/logout` empties all three cookies. */
export function answerLogout(state: FakeState): Answer {
  const body = { result: 'success' };
  if (presetOf(state.version).auth === 'token') return { status: 200, body };
  const lines = (['access_token', 'refresh_token', 'csrf_token'] as const).map((kind) =>
    clearCookieLine(state, kind),
  );
  return { status: 200, headers: { 'set-cookie': lines }, body };
}

type Order = (access: string, refresh: string, csrf: string) => string[];

function answerSession(state: FakeState, session: Session, inOrder: Order): Answer {
  const { accessToken, refreshToken, csrfToken } = session;
  if (presetOf(state.version).auth === 'token') {
    const data = { access_token: accessToken, refresh_token: refreshToken };
    return { status: 200, body: { result: 'success', data } };
  }
  const shortLived = { maxAgeSeconds: state.settings.accessTokenSeconds };
  const lines = inOrder(
    setCookieLine(state, 'access_token', { value: accessToken, ...shortLived }),
    setCookieLine(state, 'refresh_token', {
      value: refreshToken,
      maxAgeSeconds: REFRESH_TOKEN_SECONDS,
    }),
    setCookieLine(state, 'csrf_token', { value: csrfToken, ...shortLived }),
  );
  return { status: 200, headers: { 'set-cookie': lines }, body: { result: 'success' } };
}
