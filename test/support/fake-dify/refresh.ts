import { cookieName, readCookie } from './cookies.ts';
import { missingField, readJsonBody } from './json-body.ts';
import { presetOf } from './presets.ts';
import type { Answer, FakeState, PublicCtx } from './route.ts';
import { answerRefresh, openSession } from './sessions.ts';

/** `POST /refresh-token`: needs neither an access token nor CSRF; each token works once. */
export function refreshToken(ctx: PublicCtx): Answer {
  const { state } = ctx;
  const { memory, world } = state;
  const sent = readToken(ctx);
  if (typeof sent !== 'string') return sent;
  const entry = memory.refreshTokens.get(sent);
  if (entry === undefined || entry.expiresAt <= state.now()) {
    return refuse(state, 'Invalid refresh token');
  }
  const account = world.accounts.find(({ id }) => id === entry.accountId);
  if (account === undefined) return refuse(state, 'Invalid account');
  if (account.status === 'banned') return refuse(state, '401 Unauthorized: Account is banned.');
  memory.refreshTokens.delete(sent);
  return answerRefresh(state, openSession(state, account.id));
}

function readToken(ctx: PublicCtx): string | Answer {
  const { state } = ctx;
  if (presetOf(state.version).auth === 'cookie') {
    // 1.9.2 reads the plain name, even where it has set the one with the prefix.
    const name = state.version === '1.9.2' ? 'refresh_token' : cookieName(state, 'refresh_token');
    const token = readCookie(ctx.headers.cookie, name);
    return token ? token : refuse(state, 'No refresh token provided');
  }
  const body = readJsonBody(ctx, 'refresh_token');
  if ('answer' in body) return body.answer;
  const token = body.fields['refresh_token'];
  return token === undefined ? missingField(state.version, 'refresh_token') : String(token);
}

function refuse(state: FakeState, text: string): Answer {
  const key = presetOf(state.version).auth === 'cookie' ? 'message' : 'data';
  return { status: 401, body: { result: 'fail', [key]: text } };
}
