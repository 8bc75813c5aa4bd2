import { basename, join } from 'node:path';
import { syncDirectory, TEMPORARY_FILE } from '../files/durable-write.ts';
import { type FileSystem, systemErrorCode } from '../files/file-system.ts';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { StateWriteError } from '../files/state-write-error.ts';
import { unlinkIfThere } from '../files/unlink-if-there.ts';
import { message } from '../language/message.ts';
import type { CalendarDate } from '../period/calendar-date.ts';
import { type CachedFolder, listCache } from './list-cache.ts';
import { readSegment } from './read-segment.ts';
import { CACHE_FOLDER, folderOf, parseSegmentName } from './segment-place.ts';
import type { DamagedSegment } from './segment-store.ts';

/** Paths are relative to the state directory. */
export type CacheFiles = {
  readonly paths: readonly string[];
  /** Those that are segments, and not what is left of one that was never finished. */
  readonly segments: number;
  readonly bytes: number;
  /** They go with the files, unless somebody else has put something into them. */
  readonly folders: readonly string[];
  /** Folders that cannot be looked into, and stay. */
  readonly damaged: readonly DamagedSegment[];
};

/**
 * The files of a state directory's cache, and nothing that only lies beside them; only those of
 * UTC days before `before`, if it is given, and then not the newest of an app, without which
 * nobody would know that a deleted app ever was there.
 */
export async function findCacheFiles(
  files: FileSystem,
  stateDir: string,
  before?: CalendarDate,
): Promise<CacheFiles> {
  const { sources, folders, damaged } = await listCache(files, stateDir);
  const paths: string[] = [];
  let bytes = 0;
  for (const folder of folders) {
    const end = before && (await findEnd(files, stateDir, folder, before));
    for (const name of folder.names) {
      const day = dayOfFile(name);
      if (day === undefined || (end !== undefined && day >= end)) continue;
      const path = join(folderOf(folder), name);
      const size = await fileSize(files, join(stateDir, path));
      if (size === undefined) continue;
      paths.push(path);
      bytes += size;
    }
  }
  return {
    paths,
    segments: paths.filter((path) => isSegment(basename(path))).length,
    bytes,
    folders: [...folders.map(folderOf), ...sources.map((source) => join(CACHE_FOLDER, source))],
    damaged,
  };
}

/** Removes them for good; call it with the lock held. Throws a StateWriteError. */
export async function removeCacheFiles(
  files: FileSystem,
  stateDir: string,
  { paths, folders }: CacheFiles,
): Promise<void> {
  const cache = join(stateDir, CACHE_FOLDER);
  try {
    for (const path of paths) await unlinkIfThere(files, join(stateDir, path));
    for (const folder of folders) await removeIfEmpty(files, join(stateDir, folder));
    // Even with nothing to remove: an earlier attempt may have failed just before this.
    await syncIfThere(files, cache);
  } catch (cause) {
    throw systemErrorCode(cause) === undefined ? cause : new StateWriteError(cache, { cause });
  }
}

/** The day from which on the segments of an app stay. */
async function findEnd(
  files: FileSystem,
  stateDir: string,
  { source, app, names }: CachedFolder,
  before: CalendarDate,
): Promise<CalendarDate> {
  for (const day of names.flatMap((name) => parseSegmentName(name) ?? []).toReversed()) {
    const reading = await readSegment(files, stateDir, { source, app, day });
    if (reading.kind === 'read') return day < before ? day : before;
  }
  return before;
}

/** Undefined for what is not ours; what was never finished is of the day that it was for. */
function dayOfFile(name: string): CalendarDate | undefined {
  return parseSegmentName(name.replace(TEMPORARY_FILE, ''));
}

function isSegment(name: string): boolean {
  return parseSegmentName(name) !== undefined;
}

/** Undefined for what nobody wrote here. A symbolic link goes itself, and not what it leads to. */
async function fileSize(files: FileSystem, path: string): Promise<number | undefined> {
  try {
    const stats = await files.lstat(path);
    return stats.isDirectory() ? undefined : stats.size;
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    if (code === 'ENOENT') return undefined;
    throw new StateDirectoryError(path, message('state_unreadable', { code }), { cause });
  }
}

async function removeIfEmpty(files: FileSystem, path: string): Promise<void> {
  try {
    await files.rmdir(path);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(systemErrorCode(error) ?? '')) throw error;
    await syncDirectory(files, path);
  }
}

async function syncIfThere(files: FileSystem, path: string): Promise<void> {
  try {
    await syncDirectory(files, path);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
}
