import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { startDeadline } from '../../src/http/deadline.ts';

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

  it('does not fire once it is stopped', async () => {
    const deadline = startDeadline(1, never);
    deadline.stop();

    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(deadline.signal.aborted).toBe(false);
  });
});
