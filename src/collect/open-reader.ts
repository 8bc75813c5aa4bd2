import { APP_MODEL, APP_MODEL_ID } from '../cache/app-fact-kinds.ts';
import { openAppFacts } from '../cache/app-facts.ts';
import type { CacheChange } from '../cache/cache-scope.ts';
import { askNobody, cacheReader } from '../cache/cached-reader.ts';
import type { CachedRecord } from '../cache/cached-record.ts';
import type { KnownApps } from '../cache/known-apps.ts';
import {
  listUnread,
  noteListed,
  noteMissing,
  noteReading,
  whileItExisted,
} from '../cache/note-app.ts';
import type { SegmentStore } from '../cache/segment-store.ts';
import { type AppReader, openAppReader } from '../dify/app-reader.ts';
import { StateWriteError } from '../files/state-write-error.ts';
import { clipStretches, type Stretch } from '../period/stretch.ts';
import { type App, isNodeBased } from '../usage/app.ts';
import type { CollectScope } from './collect-scope.ts';

export type CacheOptions = {
  readonly store: SegmentStore;
  /** As they were when the run began. */
  readonly knownApps: () => Promise<KnownApps>;
  /** A dry run changes nothing on the disk. */
  readonly isReadOnly: boolean;
  /** Whether the run was told to stop: then the next one asks for what is not kept yet. */
  readonly isStopped: () => boolean;
  /** What cannot be remembered is asked for again. */
  readonly onFailure: (error: StateWriteError) => void;
  /** Tells of the segments that were found damaged since it was told last. */
  readonly reportDamaged: () => void;
};

export type OpenedReader = {
  /** With the model that a deleted app had. */
  readonly app: App;
  readonly reader: AppReader;
  /** What Dify tells otherwise than earlier runs were told. */
  readonly changes: readonly CacheChange[];
  /** Notes that the app was read whole. */
  complete(): void;
  /** Of a deleted app: when it may have spent what nobody can tell any more. */
  listUnknown(): readonly Stretch[];
  /** What later runs need not ask for again, day by day. */
  news(): Iterable<readonly CachedRecord[]>;
};

/** The reader of one app, with what earlier runs have read of it. */
export async function openReader(
  { session, period, now, accountTimeZone }: Omit<CollectScope, 'reader'>,
  app: App,
  cache: CacheOptions | undefined,
  isAppDeleted: boolean,
): Promise<OpenedReader> {
  const dify = isAppDeleted ? askNobody(session.host) : openAppReader(session, app.id);
  if (cache === undefined) return { app, reader: dify, ...NOTHING_KEPT };

  // A deleted app may have been read in longer periods, and Dify tells nothing of it any more.
  const facts = await openAppFacts(cache.store, app, isAppDeleted ? undefined : period.start);
  const known = (await cache.knownApps()).get(app.id);
  const changes: CacheChange[] = [];
  const unknown: Stretch[] = [];
  const reader = cacheReader({
    reader: dify,
    facts,
    now,
    accountTimeZone,
    isAppDeleted,
    leavesOutDebugger: session.traits.statisticsLeaveOutDebugger,
    onChange: (change) => changes.push(change),
    onUnknown: (stretch) => unknown.push(stretch),
  });
  const { model } = app;
  if (isAppDeleted) noteMissing(facts, app, now);
  if (model !== undefined) facts.put(APP_MODEL, { readAt: now, model });
  return {
    app: { ...app, model: model ?? facts.find(APP_MODEL, APP_MODEL_ID)?.model },
    reader,
    changes,
    complete() {
      if (!isAppDeleted && isNodeBased(app)) noteReading(facts, period, now);
    },
    listUnknown() {
      if (!isAppDeleted) return [];
      const unread = isNodeBased(app) ? listUnread(facts, period) : unknown;
      const whole = { from: period.start, to: period.end };
      return clipStretches(whole, whileItExisted(facts, unread));
    },
    news() {
      if (!isAppDeleted) noteListed(facts, app, known, now);
      return facts.news();
    },
  };
}

const NOTHING_KEPT = {
  changes: [],
  complete: () => undefined,
  listUnknown: () => [],
  news: () => [],
} as const;

export type AppNews = {
  readonly app: App;
  /** One UTC day's after the other. */
  readonly days: Iterable<readonly CachedRecord[]>;
};

/** Remembers what was read of all apps; what the disk refuses is asked for again by the next run. */
export async function saveNews(
  {
    store,
    isReadOnly,
    isStopped,
    onFailure,
  }: Pick<CacheOptions, 'store' | 'isReadOnly' | 'isStopped' | 'onFailure'>,
  news: readonly AppNews[],
): Promise<void> {
  if (isReadOnly) return;
  for (const { app, days } of news) {
    if (isStopped()) return;
    try {
      // Without any, too: it sweeps up after killed runs.
      await store.add(app, []);
      for (const records of days) await store.add(app, records);
    } catch (error) {
      if (!(error instanceof StateWriteError)) throw error;
      onFailure(error);
    }
  }
}
