import type { CachedRecord } from '../../src/cache/cached-record.ts';
import { findCacheFiles, removeCacheFiles } from '../../src/cache/clear-cache.ts';
import { openSegmentStore, type SegmentStore } from '../../src/cache/segment-store.ts';
import { StateDirectoryError } from '../../src/files/state-directory-error.ts';
import { StateWriteError } from '../../src/files/state-write-error.ts';
import { SOURCE } from './cache.ts';
import { type CrashDisk, type CrashMount, isDurable } from './crash-file-system.ts';
import { type CrashHistory, type CrashRun, liveThroughCrashes, STATE } from './crash-history.ts';

export type CacheCommand =
  | { readonly kind: 'add'; readonly app: number; readonly records: readonly NumberedRecord[] }
  | { readonly kind: 'read' | 'clear' };

/** Of the same id, `content` tells the older from the newer. */
export type NumberedRecord = {
  readonly day: number;
  readonly id: number;
  readonly content: number;
};

const APPS = ['11111111-2222-4333-8444-555555555555', '../not a uuid'];
const DAYS = ['2026-10-05', '2026-10-06'];

/** The records of a segment, as text; empty when there is none. */
type Content = string;

/** One segment, and what may be found of it. */
type Cell = { readonly app: string; readonly day: string; allowed: ReadonlySet<Content> };

/** One run, and the disk that it runs on. */
type Scene = {
  readonly mount: CrashMount;
  readonly disk: CrashDisk;
  readonly cells: readonly Cell[];
  readonly now: () => number;
  readonly isDurable: boolean;
};

/** Additions, readings and clearings, on a disk that forgets. */
export function liveThrough(
  runs: readonly CrashRun<CacheCommand>[],
  chance: () => number,
): Promise<CrashHistory> {
  return liveThroughCrashes(runs, chance, (disk, now, report) => {
    const cells: Cell[] = APPS.flatMap((app) =>
      DAYS.map((day) => ({ app, day, allowed: new Set(['']) })),
    );
    const act = async (commands: readonly CacheCommand[], scene: Scene) => {
      for (const command of commands) report(await runCommand(command, scene));
    };
    return {
      act: (mount, { commands, fault }) =>
        act(commands, { mount, disk, cells, now, isDurable: isDurable(fault) }),
      judge: () => judge(disk, cells, now),
      async end(mount) {
        const records = DAYS.map((_, day) => ({ day, id: 0, content: 9 }));
        const commands = APPS.map((_, app) => ({ kind: 'add', app, records }) as const);
        await act(commands, { mount, disk, cells, now, isDurable: true });
        report(await judge(disk, cells, now));
        const { paths, segments } = await findCacheFiles(mount.files, STATE);
        return paths.length === segments ? [] : [`left behind: ${paths.join(' ')}`];
      },
    };
  });
}

/** Returns what was read wrongly. A disk that refuses may end a command, with an error that says so. */
async function runCommand(command: CacheCommand, scene: Scene): Promise<readonly string[]> {
  const store = openSegmentStore(STATE, SOURCE, { files: scene.mount.files, now: scene.now });
  try {
    switch (command.kind) {
      case 'add':
        await add(store, command, scene);
        return [];
      case 'read':
        return await readAll(store, scene);
      case 'clear':
        await clear(scene);
        return [];
    }
  } catch (error) {
    const isTold = error instanceof StateWriteError || error instanceof StateDirectoryError;
    if (!isTold || (command.kind !== 'clear' && error instanceof StateDirectoryError)) throw error;
    return [];
  }
}

async function add(
  store: SegmentStore,
  { app, records }: Extract<CacheCommand, { kind: 'add' }>,
  { disk, cells, now, isDurable }: Scene,
): Promise<void> {
  const id = APPS[app] ?? '';
  const settled: (() => void)[] = [];
  for (const cell of cells) {
    const added = records.filter(({ day }) => DAYS[day] === cell.day).map(toRecord);
    if (cell.app !== id || added.length === 0) continue;
    const old = await healthyStore(disk, now).readDay(id, cell.day);
    const content = contentOf([...old, ...added]);
    cell.allowed = new Set([...cell.allowed, content]);
    settled.push(() => {
      cell.allowed = new Set([content]);
    });
  }
  await store.add({ id, name: 'App', mode: 'workflow' }, records.map(toRecord));
  if (isDurable) for (const settle of settled) settle();
}

async function readAll(
  store: SegmentStore,
  { disk, cells, now }: Scene,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { app, day } of cells) {
    const before = store.damaged.length;
    const found = contentOf(await store.readDay(app, day));
    const isRefused = found === '' && store.damaged.length > before;
    const actual = contentOf(await healthyStore(disk, now).readDay(app, day));
    if (!isRefused && found !== actual) problems.push(`read ${found} instead of ${actual}`);
  }
  return problems;
}

async function clear({ mount: { files }, cells }: Scene): Promise<void> {
  for (const cell of cells) cell.allowed = new Set([...cell.allowed, '']);
  const found = await findCacheFiles(files, STATE);
  await removeCacheFiles(files, STATE, found);
  // What the disk did not show was not removed.
  if (found.damaged.length > 0) return;
  for (const cell of cells) cell.allowed = new Set(['']);
}

/** Everything that is found is what was added, all of it, or what was there before. */
async function judge(
  disk: CrashDisk,
  cells: readonly Cell[],
  now: () => number,
): Promise<readonly string[]> {
  const store = healthyStore(disk, now);
  const problems: string[] = [];
  for (const cell of cells) {
    const content = contentOf(await store.readDay(cell.app, cell.day));
    if (!cell.allowed.has(content)) {
      problems.push(`found ${content} instead of ${[...cell.allowed].join(' or ')}`);
    }
  }
  for (const { name, reason } of store.damaged) problems.push(`${name}: ${reason}`);
  return problems;
}

function healthyStore(disk: CrashDisk, now: () => number): SegmentStore {
  return openSegmentStore(STATE, SOURCE, {
    files: disk.mount({ now, fault: undefined }).files,
    now,
  });
}

function toRecord({ day, id, content }: NumberedRecord): CachedRecord {
  const at = Date.parse(DAYS[day] ?? '') + id;
  return { kind: 'run', id: `run-${id}`, at, value: { content }, tokens: content };
}

/** Of several records of an id the last one counts. */
function contentOf(records: readonly CachedRecord[]): Content {
  const texts = new Map(
    records.map(({ id, at, value, tokens }) => [id, JSON.stringify([id, at, value, tokens])]),
  );
  return [...texts.values()].sort().join(' ');
}
