import { listKnownApps } from '../cache/known-apps.ts';
import { openSegmentStore } from '../cache/segment-store.ts';
import type { CacheOptions } from '../collect/open-reader.ts';
import type { DifyConfig } from '../config/config.ts';
import { systemErrorCode } from '../files/file-system.ts';
import type { ReadUsagePorts } from './read-usage-ports.ts';

type CachePorts = Pick<ReadUsagePorts, 'stateDir' | 'now' | 'cache' | 'signal' | 'onEvent'>;

/** What earlier runs have read of a workspace; which apps that are is looked up once a run. */
export function openCache(
  workspaceId: string,
  { origin }: Pick<DifyConfig, 'origin'>,
  { stateDir, now, cache, signal, onEvent }: CachePorts,
): CacheOptions | undefined {
  if (cache === 'none') return undefined;

  const store = openSegmentStore(stateDir, { origin, workspaceId }, { now });
  let knownApps: ReturnType<typeof listKnownApps> | undefined;
  const reported = new Set<string>();
  const failures = new Set<string>();
  return {
    store,
    isReadOnly: cache === 'read',
    isStopped: () => signal.aborted,
    knownApps: () => {
      knownApps ??= listKnownApps(store);
      return knownApps;
    },
    onFailure(error) {
      // A full disk refuses every app alike.
      const code = systemErrorCode(error.cause) ?? error.message;
      if (failures.has(code)) return;
      failures.add(code);
      onEvent({ kind: 'cache_failed', error });
    },
    reportDamaged() {
      for (const segment of store.damaged.filter(({ name }) => !reported.has(name))) {
        reported.add(segment.name);
        onEvent({ kind: 'cache_damaged', ...segment });
      }
    },
  };
}
