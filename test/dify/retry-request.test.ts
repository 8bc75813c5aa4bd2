import { describe, expect, it } from 'vitest';
import { DifyError } from '../../src/dify/dify-error.ts';
import { type DifyRetryOptions, retryRequest } from '../../src/dify/retry-request.ts';
import { NetworkError, TimeoutError, TlsError } from '../../src/http/http-error.ts';

const HOST = 'dify.example.com';
const failure = (status: number, retryAfterMs?: number) =>
  new DifyError('unavailable', 'Down', { host: HOST, endpoint: 'GET /apps', status, retryAfterMs });
const lost = new NetworkError(HOST, 'reset', { cause: undefined });
const timedOut = new TimeoutError(HOST, 120_000, { cause: undefined });
const untrusted = new TlsError(HOST, 'self-signed', { cause: undefined });
const refused = new DifyError('parameter', 'Refused', { host: HOST, endpoint: 'GET /apps' });

/** Runs an attempt that fails with each error in turn and succeeds after the last one. */
async function run(
  errors: readonly Error[],
  { attemptMs = 0, ...options }: Partial<DifyRetryOptions> & { readonly attemptMs?: number } = {},
) {
  const waits: number[] = [];
  let now = 0;
  let attempts = 0;
  const result = await retryRequest(
    async () => {
      const error = errors[attempts];
      attempts += 1;
      now += attemptMs;
      if (error !== undefined) throw error;
      return 'read';
    },
    {
      baseMs: 1000,
      deadlineMs: 600_000,
      waitAfterTimeoutMs: 30_000,
      signal: new AbortController().signal,
      monotonicNow: () => now,
      sleep: async (ms) => {
        waits.push(ms);
        now += ms;
      },
      ...options,
    },
  ).catch((error: unknown) => error);
  return { result, attempts, waits };
}

const repeated = (error: Error) => Array<Error>(9).fill(error);

describe('retryRequest', () => {
  it('repeats nothing that succeeds', async () => {
    expect(await run([])).toEqual({ result: 'read', attempts: 1, waits: [] });
  });

  it.each([
    ['502', failure(502)],
    ['503', failure(503)],
    ['504', failure(504)],
    ['429', failure(429)],
    ['a lost connection', lost],
  ])('repeats %s up to four times, waiting twice as long each time', async (_, error) => {
    expect(await run(repeated(error))).toEqual({
      result: error,
      attempts: 5,
      waits: [1000, 2000, 4000, 8000],
    });
  });

  it('ends as soon as an attempt succeeds', async () => {
    expect(await run([failure(502), lost])).toEqual({
      result: 'read',
      attempts: 3,
      waits: [1000, 2000],
    });
  });

  it('repeats an error inside Dify once', async () => {
    const error = failure(500);

    expect(await run(repeated(error))).toEqual({ result: error, attempts: 2, waits: [1000] });
  });

  it('repeats a timeout once, half a minute later', async () => {
    expect(await run(repeated(timedOut))).toEqual({
      result: timedOut,
      attempts: 2,
      waits: [30_000],
    });
  });

  it.each([
    ['a refusal', refused],
    ['a certificate that is not trusted', untrusted],
    ['a bug', new RangeError('Not a decimal amount')],
    ['a TypeError', new TypeError('x is not a function')],
  ])('never repeats %s', async (_, error) => {
    expect(await run([error])).toEqual({ result: error, attempts: 1, waits: [] });
  });

  it('waits as long as a Retry-After asks for', async () => {
    expect(await run([failure(429, 45_000), failure(503, 500)])).toEqual({
      result: 'read',
      attempts: 3,
      waits: [45_000, 2000],
    });
  });

  it('gives up at once when a Retry-After goes beyond the deadline', async () => {
    const error = failure(429, 600_001);

    expect(await run([error])).toEqual({ result: error, attempts: 1, waits: [] });
  });

  it('does not count against its deadline how long the first attempt waited for its turn', async () => {
    expect(await run([failure(503)], { attemptMs: 700_000 })).toEqual({
      result: 'read',
      attempts: 2,
      waits: [1000],
    });
  });

  it('gives up when the repetitions have taken as long as the deadline allows', async () => {
    expect(await run(repeated(lost), { attemptMs: 400_000 })).toEqual({
      result: lost,
      attempts: 3,
      waits: [1000, 2000],
    });
  });

  it('never waits longer than half a minute by itself', async () => {
    const { waits } = await run(repeated(lost), { baseMs: 20_000 });

    expect(waits).toEqual([20_000, 30_000, 30_000, 30_000]);
  });

  it('tells of each wait', async () => {
    const told: unknown[] = [];

    await run([lost], { onRetry: (error, waitMs) => told.push([error, waitMs]) });

    expect(told).toEqual([[lost, 1000]]);
  });

  it('ends with the reason of the signal that interrupts it', async () => {
    const controller = new AbortController();
    const reason = new Error('SIGTERM');

    const { result, attempts } = await run(repeated(lost), {
      signal: controller.signal,
      sleep: async () => controller.abort(reason),
    });

    expect(result).toBe(reason);
    expect(attempts).toBe(1);
  });

  it('ends when its wait is interrupted', async () => {
    const { result, attempts } = await run(repeated(lost), {
      sleep: async () => {
        throw new Error('interrupted');
      },
    });

    expect(result).toMatchObject({ message: 'interrupted' });
    expect(attempts).toBe(1);
  });
});
