import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { formatHolder } from '../../src/lock/lock-holder.ts';
import { thisMachine } from '../../src/lock/machine.ts';
import { peekLock } from '../../src/lock/peek-lock.ts';
import { takeLock } from '../../src/lock/take-lock.ts';
import { holder, machine } from '../support/lock.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

describe('peekLock', () => {
  it('finds no lock where there is no directory', async () => {
    const path = join(await temporaryDirectory(), 'none');
    expect(await peekLock(path, machine())).toEqual({ kind: 'free' });
  });

  it.runIf(process.platform === 'linux')('sees a run at work, and leaves it at work', async () => {
    const stateDir = await temporaryDirectory();
    const options = {
      machine: thisMachine(),
      waitMs: 0,
      now: Date.now,
      sleep,
      signal: new AbortController().signal,
    };
    const lock = await takeLock(stateDir, options);

    expect(await peekLock(stateDir, thisMachine())).toMatchObject({
      kind: 'held',
      holder: { pid: process.pid },
    });
    await expect(takeLock(stateDir, options)).rejects.toMatchObject({ name: 'LockedError' });

    await lock.release();
    expect(await peekLock(stateDir, thisMachine())).toEqual({ kind: 'free' });
  });

  it('takes a damaged file for one that was left, where the kernel knows of no run', async () => {
    const stateDir = await temporaryDirectory();
    await writeFile(join(stateDir, 'run.lock'), '{');

    expect(await peekLock(stateDir, machine())).toEqual({ kind: 'left', holder: undefined });
    expect(await peekLock(stateDir, machine({ hasAbstractSockets: false }))).toEqual({
      kind: 'doubtful',
      holder: undefined,
    });
  });

  it('takes nobody for gone where the kernel cannot be asked', async () => {
    const stateDir = await temporaryDirectory();
    const left = holder({ pid: 7 });
    await writeFile(join(stateDir, 'run.lock'), formatHolder(left));

    expect(await peekLock(stateDir, machine({ hasAbstractSockets: false }))).toEqual({
      kind: 'doubtful',
      holder: left,
    });
  });
});
