import { checkCsrf } from './csrf.ts';
import { fault, internalError, invalidParam } from './errors.ts';
import { checkApp, checkRole } from './guards.ts';
import { type Identity, identify, isAnswer, type Request } from './identify.ts';
import { isAtLeast } from './presets.ts';
import type { Answer, FakeState, PublicCtx, SignedInRoute } from './route.ts';
import { notSetUp } from './setup-check.ts';

/** The account of a request and its current workspace, or the refusal. */
function authenticate(request: Request, state: FakeState): Identity | Answer {
  if (!state.settings.setUp) return notSetUp(state.version);
  const identity = identify(request, state);
  if (isAnswer(identity)) return identity;
  return checkCsrf(request, identity, state) ?? checkInitialized(identity, state) ?? identity;
}

/** Everything Dify checks before a signed-in route runs, in Dify's order. */
export function admit(route: SignedInRoute, ctx: PublicCtx): Identity | Answer {
  const { state } = ctx;
  const appFirst = route.appFirstFrom !== undefined && isAtLeast(state.version, route.appFirstFrom);
  if (appFirst) {
    const early = identify(ctx, state);
    if (isAnswer(early)) return isAccountGone(early) ? noAccountAtHand(state) : early;
    const refusal = findApp(route, ctx, early);
    if (refusal !== undefined) return refusal;
  }
  const identity = authenticate(ctx, state);
  if (isAnswer(identity)) return identity;
  return (
    (appFirst ? undefined : findApp(route, ctx, identity)) ??
    (route.editor ? checkRole(identity, state) : undefined) ??
    identity
  );
}

function findApp(route: SignedInRoute, ctx: PublicCtx, identity: Identity): Answer | undefined {
  const appId = ctx.params['appId'];
  if (appId === undefined) return undefined;
  const hint = route.hint ? ctx.path : undefined;
  return checkApp(appId, identity.workspaceId, { modes: route.modes, hint }, ctx.state);
}

function checkInitialized({ account }: Identity, { version }: FakeState): Answer | undefined {
  if (account.status !== 'uninitialized') return undefined;
  return fault(
    version,
    400,
    'account_not_initialized',
    'The account has not been initialized yet. Please proceed with the initialization process first.',
  );
}

function isAccountGone({ status, body }: Answer): boolean {
  return status === 401 && typeof body === 'object' && body !== null && !('status' in body);
}

/** The app is looked for with nobody signed in, which its code does not expect. */
function noAccountAtHand({ version }: FakeState): Answer {
  return isAtLeast(version, '1.9.2')
    ? invalidParam(version, 'current_user must be an Account instance')
    : internalError(version);
}
