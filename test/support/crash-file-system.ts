import { dirname } from 'node:path';
import process from 'node:process';
import type { FileSystem } from '../../src/files/file-system.ts';

/**
 * A disk in memory that forgets, when the power fails, what nobody synced: the content of files
 * from some byte on, and the last changes of each directory. It is worse than common file systems,
 * which mostly keep more than they promise.
 */
export type CrashDisk = {
  /** What a process sees that begins now. */
  mount(options: MountOptions): CrashMount;
  /** `chance` gives numbers from 0 to below 1 and decides what of the rest survived. */
  failPower(chance: () => number): void;
  /** Names of a folder; undefined when it does not exist. */
  names(path: string): readonly string[] | undefined;
  text(path: string): string | undefined;
};

export type MountOptions = {
  readonly now: () => number;
  /** What happens at the n-th call, counted from 1. */
  readonly fault: DiskFault | undefined;
};

export type DiskFault =
  /** The process ends in the middle of the call, and nothing of it goes on. */
  | { readonly kind: 'crash'; readonly at: number }
  /** This call and `times - 1` after it fail, and the process goes on. */
  | {
      readonly kind: 'refuse';
      readonly at: number;
      readonly times: number;
      readonly code: 'EIO' | 'ENOSPC' | 'EACCES';
    };

/**
 * Whether what a run has written is there for good. A new folder whose parent may not be read is not
 * synced, as the operator wished, and may be lost until a later run syncs it.
 */
export function isDurable(fault: DiskFault | undefined): boolean {
  return fault?.kind !== 'refuse' || fault.code !== 'EACCES';
}

export type CrashMount = {
  readonly files: FileSystem;
  /** Throws when the process has ended: the rest of it must not have effects either. */
  assertAlive(): void;
  end(): void;
};

/** The process was killed; no code of ours may take it for an error that it can handle. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

type Inode =
  | { readonly kind: 'file'; content: Buffer; syncedLength: number; readonly mtimeMs: number }
  | { readonly kind: 'directory'; mode: number };

type Tree = Map<string, Inode>;

/** A change of one directory, or of two at once. */
type Change = {
  readonly directories: readonly string[];
  readonly apply: (tree: Tree) => void;
  /** The directory that is gone then, with all that was still to come of it. */
  readonly removes?: string;
};

export function createCrashDisk(root: string): CrashDisk {
  let visible: Tree = new Map([[root, { kind: 'directory', mode: 0o700 }]]);
  let durable: Tree = new Map(visible);
  let pending: Change[] = [];

  function change(directories: readonly string[], apply: Change['apply'], removes?: string): void {
    apply(visible);
    pending.push({ directories, apply, ...(removes !== undefined && { removes }) });
  }

  /** What a directory needs of the others goes along: a rename is never torn in two. */
  function syncDirectory(path: string): void {
    const synced = new Set([path]);
    const isSynced = pending.map(() => false);
    for (let index = pending.length - 1; index >= 0; index -= 1) {
      const directories = pending[index]?.directories ?? [];
      if (!directories.some((each) => synced.has(each))) continue;
      isSynced[index] = true;
      for (const each of directories) synced.add(each);
    }
    for (const [index, each] of pending.entries()) if (isSynced[index]) each.apply(durable);
    const removals = pending.map(({ removes }, index) => (isSynced[index] ? removes : undefined));
    pending = pending.filter(
      ({ directories }, index) =>
        !isSynced[index] &&
        !removals.some((removed, at) => at > index && areWithin(directories, removed)),
    );
  }

  function failPower(chance: () => number): void {
    const lost = new Set<string>();
    for (const { directories, apply } of pending) {
      const survives = !directories.some((each) => lost.has(each)) && chance() < 0.5;
      if (survives) apply(durable);
      else for (const each of directories) lost.add(each);
    }
    pending = [];
    const reachable = [...durable].filter(([path]) => isReachable(durable, path, root));
    durable = new Map(reachable);
    for (const inode of durable.values()) if (inode.kind === 'file') cut(inode, chance);
    visible = new Map(durable);
  }

  return {
    mount: (options) => mountDisk({ tree: () => visible, change, syncDirectory }, options),
    failPower,
    names: (path) => (visible.has(path) ? namesIn(visible, path) : undefined),
    text: (path) => {
      const inode = visible.get(path);
      return inode?.kind === 'file' ? inode.content.toString() : undefined;
    },
  };
}

function areWithin(directories: readonly string[], folder: string | undefined): boolean {
  return directories.every((each) => each === folder || each.startsWith(`${folder}/`));
}

function isReachable(tree: Tree, path: string, root: string): boolean {
  if (path === root) return true;
  return tree.has(dirname(path)) && isReachable(tree, dirname(path), root);
}

function cut(file: Extract<Inode, { kind: 'file' }>, chance: () => number): void {
  const rest = file.content.length - file.syncedLength;
  file.content = file.content.subarray(0, file.syncedLength + Math.floor(chance() * (rest + 1)));
  file.syncedLength = file.content.length;
}

function namesIn(tree: Tree, path: string): string[] {
  const prefix = `${path}/`;
  return [...tree.keys()]
    .filter((each) => each.startsWith(prefix) && !each.slice(prefix.length).includes('/'))
    .map((each) => each.slice(prefix.length));
}

type Disk = {
  readonly tree: () => Tree;
  readonly change: (
    directories: readonly string[],
    apply: Change['apply'],
    removes?: string,
  ) => void;
  readonly syncDirectory: (path: string) => void;
};

function mountDisk(disk: Disk, { now, fault }: MountOptions): CrashMount {
  let calls = 0;
  let hasEnded = false;

  function assertAlive(): void {
    if (hasEnded) throw new Crash('killed');
  }

  /** `half` is what is done of a call that the process does not survive, or that fails. */
  function step(syscall: string, half?: () => void): void {
    assertAlive();
    calls += 1;
    if (fault === undefined || calls < fault.at) return;
    if (fault.kind === 'crash') {
      hasEnded = true;
      half?.();
      throw new Crash(`killed in ${syscall}`);
    }
    if (calls >= fault.at + fault.times) return;
    half?.();
    throw systemError(syscall, fault.code);
  }

  function inodeAt(path: string, syscall: string): Inode {
    const inode = disk.tree().get(path);
    if (inode === undefined) throw systemError(syscall, 'ENOENT');
    return inode;
  }

  function openHandle(path: string, inode: Inode) {
    return {
      async writeFile(data: string | Uint8Array) {
        if (inode.kind !== 'file') throw systemError('write', 'EISDIR');
        const content = Buffer.from(data);
        step('write', () => {
          inode.content = content.subarray(0, content.length / 2);
        });
        inode.content = content;
      },
      async readFile(encoding?: BufferEncoding) {
        step('read');
        if (inode.kind !== 'file') throw systemError('read', 'EISDIR');
        return encoding === undefined ? inode.content : inode.content.toString(encoding);
      },
      async stat() {
        step('fstat');
        return statsOf(inode);
      },
      async sync() {
        step('fsync');
        if (inode.kind === 'file') inode.syncedLength = inode.content.length;
        else disk.syncDirectory(path);
      },
      async close() {
        assertAlive();
      },
    };
  }

  const calledByUs = {
    async open(path: string, flags: string | number) {
      step('open');
      if (flags === 'wx') {
        if (disk.tree().has(path)) throw systemError('open', 'EEXIST');
        inodeAt(dirname(path), 'open');
        const file: Inode = {
          kind: 'file',
          content: Buffer.alloc(0),
          syncedLength: 0,
          mtimeMs: now(),
        };
        disk.change([dirname(path)], (tree) => tree.set(path, file));
        return openHandle(path, file);
      }
      return openHandle(path, inodeAt(path, 'open'));
    },
    async rename(from: string, to: string) {
      step('rename');
      const inode = inodeAt(from, 'rename');
      inodeAt(dirname(to), 'rename');
      disk.change([...new Set([dirname(from), dirname(to)])], (tree) => {
        tree.delete(from);
        tree.set(to, inode);
      });
    },
    async unlink(path: string) {
      step('unlink');
      inodeAt(path, 'unlink');
      disk.change([dirname(path)], (tree) => tree.delete(path));
    },
    async readdir(path: string) {
      step('scandir');
      inodeAt(path, 'scandir');
      return namesIn(disk.tree(), path);
    },
    async mkdir(path: string) {
      step('mkdir');
      if (disk.tree().has(path)) throw systemError('mkdir', 'EEXIST');
      inodeAt(dirname(path), 'mkdir');
      const directory: Inode = { kind: 'directory', mode: 0o700 };
      disk.change([dirname(path)], (tree) => tree.set(path, directory));
      return path;
    },
    async rmdir(path: string) {
      step('rmdir');
      inodeAt(path, 'rmdir');
      if (namesIn(disk.tree(), path).length > 0) throw systemError('rmdir', 'ENOTEMPTY');
      const remove = (tree: Tree) => {
        // What it held and nobody synced must not come back in a new one of its name.
        for (const each of tree.keys()) if (areWithin([each], path)) tree.delete(each);
      };
      disk.change([dirname(path)], remove, path);
    },
    async lstat(path: string) {
      step('lstat');
      return statsOf(inodeAt(path, 'lstat'));
    },
    async chmod() {
      step('chmod');
    },
  };
  return {
    // Node's types are far larger than what is called.
    files: calledByUs as unknown as FileSystem,
    assertAlive,
    end: () => {
      hasEnded = true;
    },
  };
}

function statsOf(inode: Inode) {
  return {
    isSymbolicLink: () => false,
    isDirectory: () => inode.kind === 'directory',
    isFile: () => inode.kind === 'file',
    uid: process.geteuid?.(),
    mode: inode.kind === 'directory' ? inode.mode : 0o600,
    size: inode.kind === 'file' ? inode.content.length : 0,
    mtimeMs: inode.kind === 'file' ? inode.mtimeMs : 0,
  };
}

function systemError(syscall: string, code: string): Error {
  return Object.assign(new Error(`${code}: ${syscall}`), { code, syscall });
}
