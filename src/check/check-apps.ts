import { fetchApps } from '../dify/app-list.ts';
import { ExitCode } from '../exit-code.ts';
import { message } from '../language/message.ts';
import { safeText } from '../text/safe-text.ts';
import { type App, isCovered } from '../usage/app.ts';
import { type DifyAccess, inWorkspace } from './dify-access.ts';
import { difyFailure } from './failure.ts';
import { type Finding, failed, type HopResult, ok, warning } from './hop.ts';
import { orFailure } from './or-failure.ts';

export type AppsOf = ReadonlyMap<DifyAccess, readonly App[]>;

const MOST_NAMED = 5;

/** How many apps there are of which mode, and which of them nobody here knows how to bill. */
export async function checkApps(accesses: readonly DifyAccess[]): Promise<HopResult<AppsOf>> {
  return await orFailure(difyFailure, async () => {
    const findings: Finding[] = [];
    const found = new Map<DifyAccess, readonly App[]>();
    for (const access of accesses) {
      const { apps, unlistable } = await fetchApps(access.session);
      found.set(access, apps);
      const judged = [describe(apps), ...notCovered(apps), ...cannotBeListed(unlistable)];
      findings.push(...judged.map((finding) => inWorkspace(access, accesses, finding)));
    }
    return { findings, value: found };
  });
}

function describe(apps: readonly App[]): Finding {
  const counts = new Map<string, number>();
  for (const { mode } of apps) counts.set(mode, (counts.get(mode) ?? 0) + 1);
  const modes = [...counts]
    .sort()
    .map(([mode, count]) => message('check_apps_of_mode', { count, mode: safeText(mode, 40) }));
  if (apps.length > 0) return ok(message('check_apps', { count: apps.length, modes }));
  return warning('no_apps', message('check_no_apps'), message('check_no_apps_cure'));
}

function notCovered(apps: readonly App[]): Finding[] {
  const strange = apps.filter((app) => !isCovered(app));
  if (strange.length === 0) return [];
  const names = strange.slice(0, MOST_NAMED).map(({ name, mode }) => {
    return `${safeText(name, 40)} (${safeText(mode, 40)})`;
  });
  const count = strange.length - names.length;
  const more = count > 0 ? [message('check_and_more', { count })] : [];
  return [
    warning(
      'apps_not_covered',
      message('check_apps_not_covered', { apps: [...names, ...more] }),
      message('check_apps_not_covered_cure'),
    ),
  ];
}

function cannotBeListed(count: number): Finding[] {
  if (count === 0) return [];
  return [
    failed(
      ExitCode.unavailable,
      'apps_unlistable',
      message('check_apps_unlistable', { count }),
      message('check_apps_unlistable_cure'),
    ),
  ];
}
