import { allWorkspaces } from './all-workspaces.ts';
import { appRoutes } from './apps.ts';
import { identify, isAnswer } from './identify.ts';
import { login } from './login.ts';
import { metaRoutes } from './meta.ts';
import { presetOf } from './presets.ts';
import { refreshToken } from './refresh.ts';
import type { Answer, Ctx, PublicCtx, Route } from './route.ts';
import { answerLogout } from './sessions.ts';
import { currentWorkspace, listMembers, listWorkspaces, switchWorkspace } from './workspaces.ts';

/** The routes of accounts, workspaces, the app list and the server itself. */
export function accountRoutes(version: string): readonly Route[] {
  const preset = presetOf(version);
  return [
    ...metaRoutes(),
    { method: 'POST', pattern: /^\/login$/, auth: false, handle: login },
    { method: 'POST', pattern: /^\/refresh-token$/, auth: false, handle: refreshToken },
    {
      method: preset.auth === 'token' ? 'GET' : 'POST',
      pattern: /^\/logout$/,
      auth: false,
      handle: logout,
    },
    { method: 'GET', pattern: /^\/all-workspaces$/, auth: false, handle: allWorkspaces },
    { method: 'GET', pattern: /^\/account\/profile$/, auth: true, handle: profile },
    { method: 'GET', pattern: /^\/workspaces$/, auth: true, handle: listWorkspaces },
    {
      method: preset.currentWorkspaceMethod,
      pattern: /^\/workspaces\/current$/,
      auth: true,
      handle: currentWorkspace,
    },
    { method: 'GET', pattern: /^\/workspaces\/current\/members$/, auth: true, handle: listMembers },
    { method: 'POST', pattern: /^\/workspaces\/switch$/, auth: true, handle: switchWorkspace },
    ...appRoutes(),
  ];
}

/** Needs the access token but no CSRF; deletes the account's latest refresh token. */
function logout(ctx: PublicCtx): Answer {
  const { state } = ctx;
  const identity = identify(ctx, state);
  if (isAnswer(identity)) return identity;
  const latest = state.memory.latestRefreshToken.get(identity.account.id);
  if (latest !== undefined) state.memory.refreshTokens.delete(latest);
  return answerLogout(state);
}

function profile({ account }: Ctx): Answer {
  return {
    status: 200,
    body: {
      avatar: null,
      avatar_url: null,
      interface_language: 'en-US',
      interface_theme: 'light',
      last_login_at: null,
      last_login_ip: null,
      ...account.profile,
      id: account.id,
      name: account.name,
      email: account.email,
      is_password_set: account.password !== null,
      timezone: account.timezone,
      created_at: Math.floor(account.createdAtUs / 1e6),
    },
  };
}
