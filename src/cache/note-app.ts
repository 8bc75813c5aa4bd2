import { isWithin } from '../period/buckets.ts';
import { addDays, type CalendarDate } from '../period/calendar-date.ts';
import { DAY_MS } from '../period/day-ms.ts';
import type { Instant } from '../period/period.ts';
import { clipStretches, listGaps, mergeStretches, type Stretch } from '../period/stretch.ts';
import { startOfDay } from '../period/time-zone.ts';
import type { App } from '../usage/app.ts';
import { APP_STATE, APP_STATE_ID } from './app-fact-kinds.ts';
import type { AppFacts } from './app-facts.ts';
import { countByDay, listLostDays } from './day-counts.ts';
import type { KnownApp } from './known-apps.ts';
import { READING, type ReadingFact, RUN } from './run-fact-kinds.ts';
import { isRunSettled, SETTLED_AFTER_MS } from './settled.ts';

const MINUTE_MS = 60_000;

/** Keeps of an app that Dify lists what will be needed when it is deleted, where that is new. */
export function noteListed(
  facts: AppFacts,
  { name, mode, createdAt }: App,
  known: KnownApp | undefined,
  now: Instant,
): void {
  const isSame = known?.name === name && known.mode === mode && known.missingSince === undefined;
  // The newest segment names the app, and the state makes today's the newest.
  if (!isSame) facts.put(APP_STATE, { readAt: now, createdAt });
}

/** Keeps when it was first seen that Dify has deleted an app. */
export function noteMissing(facts: AppFacts, app: App, now: Instant): void {
  const { createdAt = app.createdAt, missingSince } = facts.find(APP_STATE, APP_STATE_ID) ?? {};
  if (missingSince !== undefined) return;
  facts.put(APP_STATE, { readAt: now, createdAt, missingSince: now });
}

/** Keeps that all runs of a period were read; for an idle app once a day, to spare the disk. */
export function noteReading(
  facts: AppFacts,
  period: { readonly start: Instant; readonly end: Instant },
  now: Instant,
): void {
  const { start: from, end: to } = period;
  const isIdle = !facts.hasNews();
  const starts = facts.listInstants(RUN).filter((at) => isWithin(period, at));
  const fact = { readAt: now, from, to, runs: countByDay(starts) };
  const before = facts.find(READING, READING.idOf(fact));
  const gain = before === undefined ? Infinity : finalUntil(fact) - finalUntil(before);
  if (isIdle ? gain > DAY_MS : gain >= 0) facts.put(READING, fact);
}

/** When a deleted workflow or advanced-chat app may have run without anybody having read it whole. */
export function listUnread(
  facts: AppFacts,
  { start, end }: { readonly start: Instant; readonly end: Instant },
): Stretch[] {
  const readings = facts.list(READING);
  const read = readings.map((fact) => ({
    from: fact.from,
    to: Math.max(fact.from, finalUntil(fact)),
  }));
  const runs = countByDay(facts.listInstants(RUN));
  const lost = readings.flatMap((fact) => listLostDays(fact.runs, runs)).map(toStretch);
  const unfinished = facts
    .list(RUN)
    .filter((fact) => !isRunSettled(fact))
    .map(({ run: { startedAt } }) => Math.floor(startedAt / MINUTE_MS) * MINUTE_MS)
    .map((minute) => ({ from: minute, to: minute + MINUTE_MS }));
  return mergeStretches([...listGaps({ from: start, to: end }, read), ...unfinished, ...lost]);
}

/** Of what is not known the part in which a deleted app can have spent anything. */
export function whileItExisted(facts: AppFacts, unknown: readonly Stretch[]): Stretch[] {
  const { createdAt, missingSince } = facts.find(APP_STATE, APP_STATE_ID) ?? {};
  return clipStretches({ from: createdAt ?? -Infinity, to: missingSince ?? Infinity }, unknown);
}

function toStretch(day: CalendarDate): Stretch {
  return { from: startOfDay(day, 'UTC'), to: startOfDay(addDays(day, 1), 'UTC') };
}

function finalUntil({ to, readAt }: ReadingFact): Instant {
  return Math.min(to, readAt - SETTLED_AFTER_MS);
}
