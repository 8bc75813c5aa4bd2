import * as v from 'valibot';
import { message } from '../language/message.ts';
import { isTimeZone } from '../period/time-zone.ts';
import { DifyError } from './dify-error.ts';
import type { DifySession } from './dify-session.ts';
import { IdSchema } from './wire.ts';

const ProfileSchema = v.object({ timezone: v.nullish(v.string()) });

const WorkspacesSchema = v.object({
  workspaces: v.array(
    v.object({ id: IdSchema, name: v.nullish(v.string()), current: v.nullish(v.boolean()) }),
  ),
});

export type Workspace = { readonly id: string; readonly name: string };

/**
 * The zone in which Dify cuts this account's statistics (`GET /account/profile`).
 *
 * Without a zone that it knows, Dify answers every statistics request with 500.
 */
export async function fetchAccountTimeZone(session: DifySession): Promise<string> {
  const { timezone } = await session.get('/account/profile', {}, {}, ProfileSchema);
  if (timezone !== null && timezone !== undefined && isTimeZone(timezone)) return timezone;

  const { host } = session;
  throw new DifyError(
    'setup',
    message(timezone ? 'account_strange_time_zone' : 'account_no_time_zone', { host }),
    { host, endpoint: 'GET /account/profile' },
  );
}

/** The workspace that Dify answers for at this moment (`GET /workspaces`, never switched). */
export async function fetchCurrentWorkspace(session: DifySession): Promise<Workspace> {
  const current = await findWorkspace(session, (workspace) => workspace.current === true);
  if (current !== undefined) return current;

  throw new DifyError('setup', message('account_no_workspace', { host: session.host }), {
    host: session.host,
    endpoint: 'GET /workspaces',
  });
}

/** One of the account's workspaces by its id; undefined when the account is not in it. */
export async function fetchWorkspace(
  session: DifySession,
  id: string,
): Promise<Workspace | undefined> {
  return await findWorkspace(session, (workspace) => workspace.id === id);
}

type ListedWorkspace = v.InferOutput<typeof WorkspacesSchema>['workspaces'][number];

async function findWorkspace(
  session: DifySession,
  isWanted: (workspace: ListedWorkspace) => boolean,
): Promise<Workspace | undefined> {
  const { workspaces } = await session.get('/workspaces', {}, {}, WorkspacesSchema);
  const found = workspaces.find(isWanted);
  return found && { id: found.id, name: found.name ?? '' };
}
