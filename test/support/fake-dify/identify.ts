import { cookieName, readCookie } from './cookies.ts';
import { accountGone, internalError, unauthorized } from './errors.ts';
import { isUuid } from './is-uuid.ts';
import { isAtLeast, presetOf } from './presets.ts';
import type { Answer, FakeState, PublicCtx } from './route.ts';
import { verifyToken } from './tokens.ts';
import type { WorldAccount } from './world.ts';

export type Request = Pick<PublicCtx, 'path' | 'query' | 'headers'>;

export type Identity = {
  readonly account: WorldAccount;
  readonly workspaceId: string;
  readonly byAdminKey: boolean;
};

/** Whose request it is, by access token or admin key; CSRF is for others to check. */
export function identify(request: Request, state: FakeState): Identity | Answer {
  const token = readAccessToken(request, state);
  if (typeof token !== 'string') return token;
  if (token === state.settings.adminApiKey) {
    const owner = identifyOwner(request.headers['x-workspace-id'], state);
    if (owner !== undefined) return owner;
  }
  const verdict = verifyToken(token, state.now());
  switch (verdict.kind) {
    case 'expired':
      return unauthorized(state.version, 'Token has expired.');
    case 'bad-signature':
      return unauthorized(state.version, 'Invalid token signature.');
    case 'garbage':
      return unauthorized(state.version, 'Invalid token.');
    case 'valid': {
      const { user_id: accountId, token_source: source } = verdict.claims;
      const isForeign = source !== undefined && isAtLeast(state.version, '1.0.0');
      if (typeof accountId !== 'string' || isForeign) {
        return unauthorized(state.version, 'Invalid Authorization token.');
      }
      return identifyAccount(accountId, state);
    }
  }
}

export function isAnswer(value: object): value is Answer {
  return 'body' in value && 'status' in value;
}

/** Cookies from 1.9.2 on, where they beat the header; before, the header or `?_token=`. */
function readAccessToken({ headers, query }: Request, state: FakeState): string | Answer {
  const { version } = state;
  const nothing = unauthorized(version, 'Invalid Authorization token.');
  const bearer = /^bearer\s+(\S.*)$/i.exec(headers.authorization ?? '')?.[1];
  if (presetOf(version).auth === 'cookie') {
    return readCookie(headers.cookie, cookieName(state, 'access_token')) || bearer || nothing;
  }
  if (headers.authorization === undefined) return query.get('_token') || nothing;
  return bearer ?? unauthorized(version, BEARER_EXPECTED);
}

export const BEARER_EXPECTED =
  "Invalid Authorization header format. Expected 'Bearer <api-key>' format.";

/** The owner of the workspace in `X-WORKSPACE-ID`; undefined where Dify takes the key for a token. */
function identifyOwner(
  header: string | string[] | undefined,
  state: FakeState,
): Identity | Answer | undefined {
  const sent = String(header ?? '').toLowerCase();
  if (sent === '') return undefined;
  if (!isUuid(sent)) return internalError(state.version);
  const owners = state.world.members.filter(
    ({ workspaceId, role }) => workspaceId === sent && role === 'owner',
  );
  if (owners.length > 1) return internalError(state.version);
  const account = state.world.accounts.find(({ id }) => id === owners[0]?.accountId);
  return account && { account, workspaceId: sent, byAdminKey: true };
}

function identifyAccount(accountId: string, state: FakeState): Identity | Answer {
  if (!isUuid(accountId)) return internalError(state.version);
  const account = state.world.accounts.find(({ id }) => id === accountId);
  if (account === undefined) return accountGone();
  if (account.status === 'banned') return unauthorized(state.version, 'Account is banned.');
  const memberships = state.world.members.filter((member) => member.accountId === accountId);
  const membership = memberships.find(({ current }) => current) ?? memberships[0];
  if (membership === undefined) return accountGone();
  // Without a current workspace Dify picks one, and stores the choice.
  membership.current = true;
  return { account, workspaceId: membership.workspaceId, byAdminKey: false };
}
