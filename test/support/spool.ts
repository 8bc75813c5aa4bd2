import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import type { FileSystem } from '../../src/files/file-system.ts';
import type { Snapshot, SnapshotBody } from '../../src/spool/snapshot.ts';
import type { SpoolFolder } from '../../src/spool/spool.ts';

const target = 'http://127.0.0.1/v1/usage';

/** A valid snapshot; a test names only the fields it is about. */
export function snapshot(overrides: Partial<Snapshot> = {}): Snapshot {
  return {
    key: 'snapshot-1',
    complete: true,
    series: 'series-1',
    provisional: false,
    totals: [],
    about: {
      format: 'external-api',
      mode: 'per_app',
      aggregation: 'monthly',
      period: '2026-11-01..2026-11-30',
      time_zone: 'Asia/Tokyo',
    },
    target,
    bodies: [body(1)],
    ...overrides,
  };
}

/** A body with one app record; its id is the number written 32 digits long. */
export function body(id: number, tokens = id): SnapshotBody {
  return {
    id: String(id).padStart(32, '0'),
    body: `{"app_records":[{"period":"2026-11","app_id":"app-${id}","token_count":${tokens}}]}`,
  };
}

export async function filesIn(stateDir: string, folder: SpoolFolder): Promise<string[]> {
  return (await fs.readdir(join(stateDir, folder))).sort();
}

export type CallCounter = { calls: number };

/**
 * A file system whose n-th call and all after it fail, as if the process had been killed
 * there: nothing can be cleaned up any more. Reading counts as well.
 */
export function fileSystemDyingAt(n: number, counter: CallCounter = { calls: 0 }): FileSystem {
  function step() {
    counter.calls += 1;
    if (counter.calls >= n) {
      throw Object.assign(new Error('killed'), { code: 'EIO', syscall: 'killed' });
    }
  }
  return {
    ...fs,
    open: async (...parameters) => {
      step();
      const handle = await fs.open(...parameters);
      const writeFile = handle.writeFile.bind(handle);
      const sync = handle.sync.bind(handle);
      handle.writeFile = async (data) => {
        try {
          step();
        } catch (error) {
          await writeFile(String(data).slice(0, 20));
          throw error;
        }
        await writeFile(data);
      };
      handle.sync = async () => {
        step();
        await sync();
      };
      return handle;
    },
    rename: async (from, to) => {
      step();
      await fs.rename(from, to);
    },
    unlink: async (path) => {
      step();
      await fs.unlink(path);
    },
  };
}

/** A file system on which no new file has room; the kernel itself says so. */
export function fullFileSystem(): FileSystem {
  return {
    ...fs,
    open: async (path, flags, mode) => {
      if (flags !== 'wx') return fs.open(path, flags, mode);
      await (await fs.open(path, flags, mode)).close();
      return fs.open('/dev/full', 'w');
    },
  };
}
