import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { InterruptedError, whileInterruptible } from '../../src/cli/interruption.ts';
import type { Host } from '../../src/host.ts';
import { sayInEnglish } from '../../src/language/say.ts';

describe('whileInterruptible', () => {
  it('tells the run to stop, whatever it then comes to', async () => {
    const { host, signals } = terminal();

    const run = whileInterruptible(host, async (signal) => {
      signals.emit('SIGTERM');
      return signal.aborted;
    });

    await expect(run).rejects.toMatchObject({ name: 'InterruptedError', exitCode: 143 });
  });

  it('lets the run finish what it is at before it ends', async () => {
    const { host, signals } = terminal();
    const steps: string[] = [];

    const run = whileInterruptible(host, async (signal) => {
      signals.emit('SIGINT');
      await Promise.resolve();
      steps.push('finished');
      signal.throwIfAborted();
    });

    await expect(run).rejects.toThrow(InterruptedError);
    expect(steps).toEqual(['finished']);
  });

  it.each(['SIGHUP', 'SIGINT', 'SIGTERM'])(
    'leaves a second signal to the system, after %s',
    async (signal) => {
      const { host, signals } = terminal();

      const listeners: unknown[] = [];

      const run = whileInterruptible(host, async () => {
        signals.emit(signal);
        listeners.push(...signals.eventNames());
      });

      await expect(run).rejects.toThrow(InterruptedError);
      expect(listeners).toEqual([]);
    },
  );

  it('does not listen any more after the run', async () => {
    const { host, signals } = terminal();

    expect(await whileInterruptible(host, async () => signals.eventNames())).toEqual([
      'SIGHUP',
      'SIGINT',
      'SIGTERM',
    ]);
    expect(signals.eventNames()).toEqual([]);
  });
});

function terminal() {
  const signals = new EventEmitter();
  const output = { write: () => undefined };
  const host: Host = {
    say: sayInEnglish,
    argv: [],
    env: {},
    stdin: new PassThrough(),
    stdout: output,
    stderr: output,
    readFile: () => Promise.reject(new Error('No file')),
    on: (signal, listener) => signals.on(signal, listener),
    off: (signal, listener) => signals.off(signal, listener),
  };
  return { host, signals };
}
