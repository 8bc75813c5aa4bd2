import { link, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { formatHolder, type LockHolder } from '../../src/lock/lock-holder.ts';
import { type Machine, thisMachine } from '../../src/lock/machine.ts';
import { takeLock } from '../../src/lock/take-lock.ts';
import type { HeldLock } from '../../src/lock/try-lock.ts';
import { deadHolder, holder } from '../support/lock.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const NOW = Date.parse('2026-12-10T03:00:00Z');

const SOCKET_NAME: unknown = expect.stringMatching(/^run-[0-9a-f]{8}\.sock$/);

let stateDir: string;

beforeEach(async () => {
  stateDir = await temporaryDirectory();
});

describe.runIf(process.platform === 'linux')('takeLock', () => {
  it('lets one in and tells the others who it is', async () => {
    await take();

    await expect(take()).rejects.toMatchObject({
      name: 'LockedError',
      message: `Another run is at work in ${stateDir}: process ${process.pid} on ${thisMachine().host}, since 2026-12-10T03:00:00.000Z; wait for its end, or use --lock-wait`,
    });
  });

  it('does not call the run at work by the name of the one before it', async () => {
    await take();
    await leave(deadHolder());

    await expect(take()).rejects.toMatchObject({
      message: `Another run is at work in ${stateDir}: it has not said who it is; wait for its end, or use --lock-wait`,
    });
  });

  it('leaves nothing behind', async () => {
    const lock = await take();
    expect(await readdir(stateDir)).toEqual([SOCKET_NAME, 'run.lock']);

    await lock.release();

    expect(await readdir(stateDir)).toEqual([]);
    await take();
  });

  it('writes a file for people, which others cannot read', async () => {
    const { host, bootId } = thisMachine();
    await take();

    expect(JSON.parse(await readFile(lockFile(), 'utf8'))).toEqual({
      v: 1,
      pid: process.pid,
      start_time: expect.stringMatching(/^\d+$/),
      boot_id: bootId,
      host,
      started_at: '2026-12-10T03:00:00.000Z',
      socket: SOCKET_NAME,
    });
    expect((await stat(lockFile())).mode & 0o777).toBe(0o600);
  });

  it('knows a directory by another path', async () => {
    const link = join(await temporaryDirectory(), 'link');
    await symlink(stateDir, link);
    const directory = join(stateDir, 'state');
    await take({ directory });
    await rm(join(directory, 'run.lock'));

    await expect(take({ directory: join(link, 'state') })).rejects.toMatchObject({
      name: 'LockedError',
    });
  });

  it('does not mind runs in other directories', async () => {
    await take();

    await take({ directory: join(stateDir, 'other') });
  });

  it('does without the socket where the path is too long for one', async () => {
    const directory = join(stateDir, 'x'.repeat(100));
    const lock = await take({ directory });

    expect(await readdir(directory)).toEqual(['run.lock']);
    await expect(take({ directory })).rejects.toMatchObject({ name: 'LockedError' });
    await lock.release();
  });

  it('takes over from a process that has ended', async () => {
    await leave(deadHolder());

    expect(await take()).toMatchObject({
      takenOver: { holder: { pid: 99_999_999 }, why: 'process_ended' },
    });
    expect(await readFile(lockFile(), 'utf8')).toContain(`"pid":${process.pid},`);
  });

  it('takes over when the machine has been restarted', async () => {
    await leave({ ...deadHolder(), boot_id: 'boot-0' });

    expect(await take()).toMatchObject({ takenOver: { why: 'machine_restarted' } });
  });

  it.each(['', '{"v":1,"pid":4', '\0\0\0\0'])('takes over a file that says %j', async (text) => {
    await writeFile(lockFile(), text);

    expect(await take()).toMatchObject({ takenOver: { holder: undefined, why: 'file_damaged' } });
  });

  it('refuses what another host may still be at, and says how to remove it', async () => {
    await leave(holder({ host: 'billing-2', boot_id: 'boot-2' }));

    await expect(take()).rejects.toMatchObject({
      name: 'LockedError',
      message:
        `Another run may be at work in ${stateDir}: process 100 on billing-2, since 2026-12-10T03:00:00.000Z, ` +
        `by the file ${lockFile()}. It cannot be seen from here; if it has ended for certain, remove the file: rm '${lockFile()}'`,
    });
    expect(await readdir(stateDir)).toEqual(['run.lock']);
  });

  it("asks another container's run, and takes over when it does not answer any more", async () => {
    const { bootId = null } = thisMachine();
    const socket = 'run-00000000.sock';
    await leave(holder({ host: 'container', boot_id: bootId, socket }));
    const container = await listen(join(stateDir, socket));

    await expect(take()).rejects.toMatchObject({
      message: expect.stringContaining('process 100 on container'),
    });
    await abandon(container, join(stateDir, socket));

    expect(await take()).toMatchObject({ takenOver: { why: 'process_ended' } });
    expect(await readdir(stateDir)).toEqual([
      expect.stringMatching(/^run-(?!00000000)[0-9a-f]{8}\.sock$/),
      'run.lock',
    ]);
  });

  it("takes over from another container's run that ended without giving the lock back", async () => {
    const { bootId = null } = thisMachine();
    await leave(holder({ host: 'container', boot_id: bootId, socket: 'run-00000000.sock' }));

    expect(await take()).toMatchObject({ takenOver: { why: 'process_ended' } });
  });

  it('waits for the other run as long as it was told', async () => {
    const first = await take();
    let waited = 0;

    await expect(
      take({
        waitMs: 5100,
        onSleep: (ms) => {
          waited += ms;
        },
      }),
    ).rejects.toMatchObject({ name: 'LockedError' });
    expect(waited).toBe(5100);
    await take({ waitMs: 5000, onSleep: () => first.release() });
  });

  it('does not remove what has become the file of another run', async () => {
    const lock = await take();
    await leave(holder({ host: 'billing-2' }));

    await lock.release();

    expect(await readFile(lockFile(), 'utf8')).toContain('billing-2');
  });

  it('refuses a symbolic link in place of the file', async () => {
    await symlink('/dev/null', lockFile());

    await expect(take()).rejects.toMatchObject({ name: 'StateDirectoryError' });
  });
});

describe('takeLock without abstract sockets', () => {
  const elsewhere: Machine = {
    ...thisMachine(),
    hasAbstractSockets: false,
    bootId: undefined,
    startTimeOf: () => undefined,
  };

  it('lets one in by the file alone', async () => {
    const lock = await take({ machine: elsewhere });

    await expect(take({ machine: elsewhere })).rejects.toMatchObject({ name: 'LockedError' });
    await lock.release();
    expect(await readdir(stateDir)).toEqual([]);
  });

  it('takes over from nobody', async () => {
    await leave(deadHolder());

    await expect(take({ machine: elsewhere })).rejects.toMatchObject({
      message: expect.stringContaining(`remove the file: rm '${lockFile()}'`),
    });
  });
});

type TakeOptions = {
  readonly directory?: string;
  readonly machine?: Machine;
  readonly waitMs?: number;
  readonly onSleep?: (ms: number) => unknown;
};

/** Takes the lock until the test is over; a sleep moves the clock. */
async function take(options: TakeOptions = {}): Promise<HeldLock> {
  const { directory = stateDir, waitMs = 0, onSleep = () => undefined } = options;
  let now = NOW;
  const lock = await takeLock(directory, {
    machine: options.machine ?? thisMachine(),
    waitMs,
    now: () => now,
    sleep: async (ms) => {
      now += ms;
      await onSleep(ms);
    },
    signal: new AbortController().signal,
  });
  onTestFinished(() => lock.release());
  return lock;
}

async function leave(left: LockHolder): Promise<void> {
  await writeFile(lockFile(), formatHolder(left));
}

function lockFile(): string {
  return join(stateDir, 'run.lock');
}

async function listen(path: string): Promise<Server> {
  const server = createServer((connection) => connection.destroy());
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  return server;
}

/** As a killed process does it: the name of its socket stays. */
async function abandon(server: Server, path: string): Promise<void> {
  await link(path, `${path}.kept`);
  await new Promise((resolve) => server.close(resolve));
  await rename(`${path}.kept`, path);
}
