import type { Output } from '../host.ts';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';

/** One line on a terminal that is written over; nothing anywhere else. */
export type ProgressLine = {
  show(progress: {
    readonly appsDone: number;
    readonly apps: number;
    readonly runsRead: number;
  }): void;
  clear(): void;
};

const MIN_INTERVAL_MS = 100;

export function createProgressLine(
  stderr: Output,
  isQuiet: boolean,
  say: Say,
  now: () => number = Date.now,
): ProgressLine {
  if (!stderr.isTTY || isQuiet) return { show: () => undefined, clear: () => undefined };

  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show({ appsDone, apps, runsRead }) {
      if (now() - shownAt < MIN_INTERVAL_MS) return;
      shownAt = now();
      const line = say(message('progress', { done: appsDone, apps, runs: runsRead }));
      stderr.write(`\r\u001b[K${line}`);
    },
    clear() {
      stderr.write('\r\u001b[K');
    },
  };
}
