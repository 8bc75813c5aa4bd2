import { describe, expect, it, vi } from 'vitest';
import { type DeliveryOptions, deliver, type Send } from '../../src/delivery/deliver.ts';
import type { Answer } from '../../src/http/exchange.ts';
import { NetworkError, TlsError } from '../../src/http/http-error.ts';
import { inEnglish } from '../support/in-english.ts';

const outgoing = { key: 'key-1', body: '{"a":1}' };
const accepted = answer(200, '{"success":true}');
const unreachable = new NetworkError('billing.test', 'reset', { cause: new Error('ECONNRESET') });

function answer(status: number, text = '', more: Partial<Answer> = {}): Answer {
  const headers = {};
  return {
    status,
    headers,
    text,
    truncated: false,
    retryAfterMs: undefined,
    clockSkewMs: undefined,
    ...more,
  };
}

/** Plays the answers in turn; a clock that only sleeping moves. */
function setUp(answers: readonly (Answer | Error)[], changes: Partial<DeliveryOptions> = {}) {
  const sent: unknown[] = [];
  const waits: number[] = [];
  let clockMs = 0;
  const send: Send = async (each) => {
    const next = answers[sent.length] ?? accepted;
    sent.push(each);
    if (next instanceof Error) throw next;
    return next;
  };
  const options: DeliveryOptions = {
    host: 'billing.test',
    maxRetries: 3,
    deadlineMs: 300_000,
    signal: new AbortController().signal,
    now: () => clockMs,
    sleep: async (ms) => {
      waits.push(ms);
      clockMs += ms;
    },
    ...changes,
  };
  return { deliver: () => deliver(send, outgoing, options), sent, waits };
}

describe('deliver', () => {
  it('posts once when the receiver accepts', async () => {
    const run = setUp([accepted]);

    expect(await run.deliver()).toEqual({
      verdict: { kind: 'accepted', receiverSaid: undefined },
      attempts: 1,
      clockSkewMs: undefined,
    });
    expect(run.waits).toEqual([]);
  });

  it('posts the same body with the same key again after 1, 2 and 4 seconds', async () => {
    const run = setUp([answer(503), unreachable, answer(429)]);

    expect(await run.deliver()).toMatchObject({ verdict: { kind: 'accepted' }, attempts: 4 });
    expect(run.waits).toEqual([1000, 2000, 4000]);
    expect(run.sent).toEqual([outgoing, outgoing, outgoing, outgoing]);
  });

  it('waits at most 30 seconds', async () => {
    const run = setUp(Array(7).fill(answer(500)), { maxRetries: 7 });

    await run.deliver();

    expect(run.waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('gives up after the last retry, with the last reason', async () => {
    const run = setUp([answer(503), answer(503), answer(503), answer(502)]);

    expect(await run.deliver()).toMatchObject({
      verdict: { kind: 'temporary', problem: { code: 'http_502' } },
      attempts: 4,
    });
  });

  it('does not retry when there are to be no retries', async () => {
    const run = setUp([answer(503)], { maxRetries: 0 });

    expect(await run.deliver()).toMatchObject({ verdict: { kind: 'temporary' }, attempts: 1 });
    expect(run.waits).toEqual([]);
  });

  it('waits as long as the receiver asks for', async () => {
    const run = setUp([answer(429, '', { retryAfterMs: 42_000 })]);

    expect(await run.deliver()).toMatchObject({ verdict: { kind: 'accepted' } });
    expect(run.waits).toEqual([42_000]);
  });

  it('does not wait shorter because the receiver asks for it', async () => {
    const run = setUp([answer(503, '', { retryAfterMs: 0 })]);

    await run.deliver();

    expect(run.waits).toEqual([1000]);
  });

  it('ends at once when the receiver asks for more time than there is', async () => {
    const run = setUp([answer(503, '', { retryAfterMs: 3_600_000 })]);

    expect(await run.deliver()).toMatchObject({ verdict: { kind: 'temporary' }, attempts: 1 });
    expect(run.waits).toEqual([]);
  });

  it('keeps one deadline for all attempts', async () => {
    const run = setUp(Array(20).fill(answer(503)), { maxRetries: 20, deadlineMs: 10_000 });

    expect(await run.deliver()).toMatchObject({ verdict: { kind: 'temporary' } });
    expect(run.waits).toEqual([1000, 2000, 4000]);
  });

  it.each([
    [answer(409), 'already-received'],
    [answer(401), 'credentials'],
    [answer(404), 'address'],
    [answer(302), 'address'],
    [answer(200, '<html>'), 'protocol'],
    [answer(413), 'too-large'],
    [answer(422), 'refused'],
    [new TlsError('billing.test', 'expired', { cause: undefined }), 'address'],
  ])('does not repeat what time does not cure', async (first, kind) => {
    const run = setUp([first]);

    expect(await run.deliver()).toMatchObject({ verdict: { kind }, attempts: 1 });
    expect(run.sent).toHaveLength(1);
  });

  it('leaves no timer behind that would keep the process alive', async () => {
    vi.useFakeTimers();
    try {
      await setUp([answer(503), accepted]).deliver();

      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('ends an attempt that outlasts the deadline', async () => {
    const never: Send = (_outgoing, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const outcome = await deliver(never, outgoing, {
      host: 'billing.test',
      maxRetries: 3,
      deadlineMs: 20,
      signal: new AbortController().signal,
      now: Date.now,
      sleep: async () => undefined,
    });

    expect(inEnglish(outcome)).toMatchObject({
      verdict: {
        kind: 'temporary',
        problem: { code: 'deadline', message: 'billing.test did not answer within 20 ms' },
      },
      attempts: 1,
    });
  });

  it('says so when the run is stopped during a wait', async () => {
    const run = new AbortController();
    const sleep = async () => {
      run.abort(new Error('SIGTERM'));
      run.signal.throwIfAborted();
    };
    const { deliver: start } = setUp([answer(503)], { signal: run.signal, sleep });

    expect(await start()).toMatchObject({ verdict: { kind: 'interrupted' }, attempts: 1 });
  });

  it('does not forget an answer that comes while the run is being stopped', async () => {
    const run = new AbortController();
    const send: Send = async () => {
      run.abort(new Error('SIGTERM'));
      return accepted;
    };
    const outcome = await deliver(send, outgoing, {
      host: 'billing.test',
      maxRetries: 3,
      deadlineMs: 60_000,
      signal: run.signal,
      now: () => 0,
      sleep: async () => undefined,
    });

    expect(outcome).toMatchObject({ verdict: { kind: 'accepted' }, attempts: 1 });
  });

  it('remembers how far the clocks are apart', async () => {
    const run = setUp([answer(503, '', { clockSkewMs: 720_000 }), accepted]);

    expect(await run.deliver()).toMatchObject({ clockSkewMs: 720_000 });
  });

  it('lets a bug through', async () => {
    const bug = new TypeError('undefined is not a function');

    await expect(setUp([bug]).deliver()).rejects.toBe(bug);
  });
});
