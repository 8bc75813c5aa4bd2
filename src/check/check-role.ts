import { fetchAccountRole } from '../dify/account-role.ts';
import { type AppEndpoint, endpointsOf } from '../dify/app-endpoints.ts';
import { DifyError, isAppGone } from '../dify/dify-error.ts';
import { ExitCode } from '../exit-code.ts';
import { HttpError } from '../http/http-error.ts';
import { message, type Text } from '../language/message.ts';
import type { Instant } from '../period/period.ts';
import { safeText } from '../text/safe-text.ts';
import type { App } from '../usage/app.ts';
import type { AppsOf } from './check-apps.ts';
import type { ZonedAccess } from './check-time-zone.ts';
import { inWorkspace } from './dify-access.ts';
import { difyFailure } from './failure.ts';
import { type Finding, failed, type HopResult, ok, warning } from './hop.ts';
import { orFailure } from './or-failure.ts';

export type RoleOptions = { readonly now: Instant };

/** The account's role, and what it may read of one app of each mode. */
export async function checkRole(
  accesses: readonly ZonedAccess[],
  apps: AppsOf,
  options: RoleOptions,
): Promise<HopResult<undefined>> {
  return await orFailure(difyFailure, async () => {
    const findings: Finding[] = [];
    for (const access of accesses) {
      const { role, doubts } = await findRole(access);
      const endpoints = oneOfEachMode(apps, access).flatMap((app) =>
        endpointsOf({ ...access, ...options }, app),
      );
      const forbidden = await findForbidden(endpoints);
      const finding = judge(role, endpoints, forbidden);
      for (const each of [finding, ...doubts]) findings.push(inWorkspace(access, accesses, each));
    }
    return { findings };
  });
}

/** An export does without the name of the role: where it cannot be read, that is no failure. */
async function findRole({ session }: ZonedAccess) {
  const unknown = message('check_role_unknown');
  try {
    const named = await fetchAccountRole(session);
    return { role: named === undefined ? unknown : safeText(named, 40), doubts: [] };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const { code, found, cure } = difyFailure(error);
    return { role: unknown, doubts: [warning(code, found, cure)] };
  }
}

function oneOfEachMode(apps: AppsOf, access: ZonedAccess): readonly App[] {
  const all = [...apps].find(([{ session }]) => session === access.session)?.[1] ?? [];
  return [...new Map(all.map((app) => [app.mode, app])).values()];
}

async function findForbidden(endpoints: readonly AppEndpoint[]): Promise<readonly AppEndpoint[]> {
  const forbidden: AppEndpoint[] = [];
  for (const endpoint of endpoints) {
    try {
      await endpoint.ask();
    } catch (error) {
      if (isAppGone(error)) continue;
      if (!(error instanceof DifyError && error.problem === 'forbidden')) throw error;
      forbidden.push(endpoint);
    }
  }
  return forbidden;
}

function judge(
  role: Text,
  endpoints: readonly AppEndpoint[],
  forbidden: readonly AppEndpoint[],
): Finding {
  if (forbidden.length === 0) {
    return ok(message('check_role', { role, count: endpoints.length }));
  }
  const names = [...new Set(forbidden.map(({ name }) => name))];
  const found = message('check_role_may_not', { role, names });
  // Sums alone do without some of it, until apps are priced in several currencies.
  return failed(ExitCode.noPermission, 'role_too_low', found, message('check_role_cure'));
}
