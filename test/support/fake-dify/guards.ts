import { appNotFound, forbidden, invalidParam } from './errors.ts';
import type { Identity } from './identify.ts';
import { isAtLeast } from './presets.ts';
import type { Answer, FakeState } from './route.ts';
import type { WorldApp } from './world.ts';

/** 403 below the role of an editor. */
export function checkRole(identity: Identity, state: FakeState): Answer | undefined {
  const member = state.world.members.find(
    ({ accountId, workspaceId }) =>
      accountId === identity.account.id && workspaceId === identity.workspaceId,
  );
  const isEditor = ['owner', 'admin', 'editor'].includes(member?.role ?? 'normal');
  return isEditor ? undefined : forbidden(state.version);
}

/** 404 unless the app is one of the current workspace, of status normal; `hint` as in `appNotFound`. */
export function checkApp(
  appId: string,
  workspaceId: string,
  options: {
    readonly modes?: readonly string[] | undefined;
    readonly hint?: string | undefined;
  },
  state: FakeState,
): Answer | undefined {
  const app = state.world.apps.find(
    (candidate) =>
      candidate.id === appId.toLowerCase() &&
      candidate.workspaceId === workspaceId &&
      candidate.status === 'normal',
  );
  if (app === undefined) return appNotFound(state.version, { hint: options.hint });
  return checkMode(app, options, state);
}

function checkMode(
  app: WorldApp,
  {
    modes,
    hint,
  }: { readonly modes?: readonly string[] | undefined; readonly hint?: string | undefined },
  { version }: FakeState,
): Answer | undefined {
  if (app.mode === 'channel' && !isAtLeast(version, '1.9.0')) {
    return isAtLeast(version, '1.8.0')
      ? invalidParam(version, 'invalid mode value channel')
      : appNotFound(version);
  }
  if (modes === undefined || modes.includes(app.mode)) return undefined;
  const listed = modes.map((mode) => `'${mode}'`).join(', ');
  return appNotFound(version, {
    hint,
    message: `App mode is not in the supported list: {${listed}}`,
  });
}
