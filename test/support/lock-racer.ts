// Takes the lock of each directory that comes as a line, tells what became of it, and keeps it until
// the next line.
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { thisMachine } from '../../src/lock/machine.ts';
import { takeLock } from '../../src/lock/take-lock.ts';
import type { HeldLock } from '../../src/lock/try-lock.ts';

const { signal } = new AbortController();
let lock: HeldLock | undefined;

process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  await lock?.release();
  lock = undefined;
  if (line !== 'release') {
    try {
      const options = { machine: thisMachine(), waitMs: 0, now: Date.now, sleep, signal };
      lock = await takeLock(line, options);
    } catch (error) {
      process.stdout.write(`${error instanceof Error ? error.name : error}\n`);
      continue;
    }
  }
  process.stdout.write(lock?.takenOver === undefined ? 'took\n' : 'took over\n');
}
