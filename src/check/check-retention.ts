import { isAppGone } from '../dify/dify-error.ts';
import type { DifySession } from '../dify/dify-session.ts';
import { fetchOldestRow, type OldestRow } from '../dify/oldest-row.ts';
import { type Message, message } from '../language/message.ts';
import { DAY_MS } from '../period/day-ms.ts';
import type { Instant } from '../period/period.ts';
import { localDate } from '../period/time-zone.ts';
import { type App, isNodeBased } from '../usage/app.ts';
import type { AppsOf } from './check-apps.ts';
import { type DifyAccess, inWorkspace } from './dify-access.ts';
import { difyFailure } from './failure.ts';
import { type Finding, type HopResult, ok, warning } from './hop.ts';
import { orFailure } from './or-failure.ts';

/** Cleanup goes by age, so that one app with an older row speaks for all. */
const MOST_APPS = 5;

export type RetentionOptions = {
  /** The first instant of the period. */
  readonly start: Instant;
  readonly timeZone: string;
  readonly now: Instant;
};

/**
 * Whether Dify's cleanup may have taken the beginning of the period (usage-data E.8). Dify tells
 * nobody how long it keeps what: all there is to see is the oldest run or conversation of the apps
 * that were there before the period.
 */
export async function checkRetention(
  apps: AppsOf,
  options: RetentionOptions,
): Promise<HopResult<undefined>> {
  return await orFailure(difyFailure, async () => {
    const findings: Finding[] = [];
    for (const [access, listed] of apps) {
      const found = [
        await judgeKind('runs', listed.filter(isNodeBased), access, options),
        await judgeKind('conversations', listed.filter(isLedgerBased), access, options),
      ];
      const accesses = [...apps.keys()];
      findings.push(...found.map((finding) => inWorkspace(access, accesses, finding)));
    }
    return { findings };
  });
}

function isLedgerBased(app: App): boolean {
  return !isNodeBased(app);
}

type Kind = 'runs' | 'conversations';

async function judgeKind(
  kind: Kind,
  apps: readonly App[],
  { session }: DifyAccess,
  { start, timeZone, now }: RetentionOptions,
): Promise<Finding> {
  const older = apps
    .filter(({ createdAt }) => createdAt !== undefined && createdAt < start)
    .toSorted((one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0));
  const day = (instant: Instant) => localDate(instant, timeZone);
  if (older.length === 0) {
    return ok(message(`check_retention_${kind}_none_older`, { start: day(start) }));
  }

  const rows = await fetchOldestRows(session, older.slice(0, MOST_APPS), start);
  const [oldest] = rows.toSorted((one, other) => one.at - other.at);
  if (oldest === undefined) {
    return ok(message(`check_retention_${kind}_none`, { start: day(start) }));
  }
  const days = Math.floor((now - oldest.at) / DAY_MS);
  const found = message(`check_retention_${kind}`, { day: day(oldest.at), days });
  if (oldest.isEmptied) return emptied(found);
  if (oldest.at < start) {
    return ok(message('check_retention_before', { found, start: day(start) }));
  }
  return warning(
    'retention',
    message('check_retention_later', { found, start: day(start) }),
    RETENTION_CURE,
  );
}

async function fetchOldestRows(
  session: DifySession,
  apps: readonly App[],
  start: Instant,
): Promise<readonly OldestRow[]> {
  const rows: OldestRow[] = [];
  for (const app of apps) {
    const row = await fetchOldestRow(session, app).catch((error: unknown) => {
      if (!isAppGone(error)) throw error;
    });
    if (!row) continue;
    rows.push(row);
    if (row.at < start) break;
  }
  return rows;
}

function emptied(found: Message): Finding {
  return warning('retention', message('check_retention_emptied', { found }), RETENTION_CURE);
}

const RETENTION_CURE = message('check_retention_cure');
