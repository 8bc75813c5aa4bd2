import { openAppFacts } from '../cache/app-facts.ts';
import type { CacheChange } from '../cache/cache-scope.ts';
import { askNobody, cacheReader } from '../cache/cached-reader.ts';
import { APP_MODEL, APP_MODEL_ID } from '../cache/fact-kinds.ts';
import type { CachedRecord, SegmentStore } from '../cache/segment-store.ts';
import { type AppReader, openAppReader } from '../dify/app-reader.ts';
import { StateWriteError } from '../files/state-write-error.ts';
import type { App } from '../usage/app.ts';
import type { CollectScope } from './collect-scope.ts';

export type CacheOptions = {
  readonly store: SegmentStore;
  /** A dry run changes nothing on the disk. */
  readonly isReadOnly: boolean;
  /** What cannot be remembered is asked for again. */
  readonly onFailure: (error: StateWriteError) => void;
};

export type OpenedReader = {
  /** With the model that a deleted app had. */
  readonly app: App;
  readonly reader: AppReader;
  /** What Dify tells otherwise than earlier runs were told. */
  readonly changes: readonly CacheChange[];
  /** What later runs need not ask for again. */
  news(): readonly CachedRecord[];
};

/** The reader of one app, with what earlier runs have read of it. */
export async function openReader(
  { session, period, now, accountTimeZone }: Omit<CollectScope, 'reader'>,
  app: App,
  cache: CacheOptions | undefined,
  isAppDeleted: boolean,
): Promise<OpenedReader> {
  const dify = isAppDeleted ? askNobody(session.host) : openAppReader(session, app.id);
  if (cache === undefined) return { app, reader: dify, changes: [], news: () => [] };

  const facts = await openAppFacts(cache.store, app, period.start);
  const changes: CacheChange[] = [];
  const reader = cacheReader({
    reader: dify,
    facts,
    now,
    accountTimeZone,
    isAppDeleted,
    leavesOutDebugger: session.traits.statisticsLeaveOutDebugger,
    onChange: (change) => changes.push(change),
  });
  const { model } = app;
  if (model !== undefined) facts.put(APP_MODEL, { readAt: now, model });
  return {
    app: { ...app, model: model ?? facts.find(APP_MODEL, APP_MODEL_ID)?.model },
    reader,
    changes,
    news: facts.news,
  };
}

export type AppNews = { readonly app: App; readonly records: readonly CachedRecord[] };

/** Remembers what was read of all apps; what the disk refuses is asked for again by the next run. */
export async function saveNews(
  { store, isReadOnly, onFailure }: CacheOptions,
  news: readonly AppNews[],
): Promise<void> {
  if (isReadOnly) return;
  for (const { app, records } of news) {
    try {
      await store.add(app, records);
    } catch (error) {
      if (!(error instanceof StateWriteError)) throw error;
      onFailure(error);
    }
  }
}
