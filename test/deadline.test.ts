import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { startDeadline } from '../src/deadline.ts';

const never = new AbortController().signal;

describe('startDeadline', () => {
  it('aborts when time is up, even after a garbage collection', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage: () => void = runInNewContext('gc');

    const deadline = startDeadline(20, never);
    collectGarbage();

    await expect.poll(() => deadline.signal.aborted).toBe(true);
    expect(deadline.hasExpired()).toBe(true);
  });

  it('aborts with the outer signal and then has not expired', () => {
    const outer = new AbortController();
    const deadline = startDeadline(60_000, outer.signal);

    outer.abort(new Error('SIGTERM'));

    expect(deadline.signal.reason).toEqual(new Error('SIGTERM'));
    expect(deadline.hasExpired()).toBe(false);
    deadline.stop();
  });

  it('has aborted at once when the outer signal had', () => {
    const deadline = startDeadline(60_000, AbortSignal.abort(new Error('SIGTERM')));

    expect(deadline.signal.reason).toEqual(new Error('SIGTERM'));
    expect(deadline.hasExpired()).toBe(false);
    deadline.stop();
  });

  it('has expired when time was up before the outer signal, and not after it', async () => {
    const outer = new AbortController();
    const early = startDeadline(1, outer.signal);
    await expect.poll(() => early.signal.aborted).toBe(true);
    const late = startDeadline(5, outer.signal);
    outer.abort(new Error('SIGTERM'));
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect([early.hasExpired(), late.hasExpired()]).toEqual([true, false]);
    early.stop();
    late.stop();
  });

  it('leaves the outer signal alone once it is stopped', () => {
    const outer = new AbortController();
    const deadline = startDeadline(60_000, outer.signal);
    expect(getEventListeners(outer.signal, 'abort')).toHaveLength(1);

    deadline.stop();

    expect(getEventListeners(outer.signal, 'abort')).toEqual([]);
  });

  it('has as much time as it is given anew, from then on', async () => {
    const longer = startDeadline(5, never);
    longer.extend(60_000);
    const shorter = startDeadline(60_000, never);
    shorter.extend(5);

    await expect.poll(() => shorter.hasExpired()).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(longer.signal.aborted).toBe(false);
    longer.stop();
    shorter.stop();
  });

  it('has expired for good, whatever it is given afterwards', async () => {
    const deadline = startDeadline(1, never);
    await expect.poll(() => deadline.hasExpired()).toBe(true);

    deadline.extend(1);
    await new Promise((resolve) => setTimeout(resolve, 10));

    expect(deadline.hasExpired()).toBe(true);
    deadline.stop();
  });

  it('does not fire once it is stopped', async () => {
    const deadline = startDeadline(1, never);
    deadline.stop();

    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(deadline.signal.aborted).toBe(false);
  });
});
