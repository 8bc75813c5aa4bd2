import { join } from 'node:path';
import type { FileSystem } from '../files/file-system.ts';
import { listFolder } from './list-folder.ts';
import { APP_FOLDER, CACHE_FOLDER, folderOf, SOURCE_FOLDER } from './segment-place.ts';
import type { DamagedSegment } from './segment-store.ts';

export type CachedFolder = {
  readonly source: string;
  readonly app: string;
  /** Of everything in it, whoever put it there. */
  readonly names: readonly string[];
};

export type CacheListing = {
  readonly sources: readonly string[];
  readonly folders: readonly CachedFolder[];
  /** Folders that cannot be looked into. */
  readonly damaged: readonly DamagedSegment[];
};

/** The folders of a state directory's cache, whatever their source. Follows no symbolic link. */
export async function listCache(files: FileSystem, stateDir: string): Promise<CacheListing> {
  const folders: CachedFolder[] = [];
  const damaged: DamagedSegment[] = [];

  async function list(path: string): Promise<readonly string[] | undefined> {
    const listing = await listFolder(files, join(stateDir, path));
    if (listing.kind === 'listed') return listing.names;
    damaged.push({ name: path, reason: listing.reason });
    return undefined;
  }

  const sources: string[] = [];
  for (const source of (await list(CACHE_FOLDER))?.filter(isSource) ?? []) {
    const apps = await list(join(CACHE_FOLDER, source));
    if (apps === undefined) continue;
    sources.push(source);
    for (const app of apps.filter(isApp)) {
      const names = await list(folderOf({ source, app }));
      if (names !== undefined) folders.push({ source, app, names });
    }
  }
  return { sources, folders, damaged };
}

function isSource(name: string): boolean {
  return SOURCE_FOLDER.test(name);
}

function isApp(name: string): boolean {
  return APP_FOLDER.test(name);
}
