import { describe, expect, it } from 'vitest';
import { failed, type Hop, ok } from '../../src/check/hop.ts';
import { createHopRunner } from '../../src/check/run-hops.ts';

function runner(limitMs = 10_000, signal = new AbortController().signal) {
  const told: Hop[] = [];
  return { told, ...createHopRunner((hop) => void told.push(hop), signal, limitMs) };
}

describe('createHopRunner', () => {
  it('gives the value of a hop on, and tells what was found at once', async () => {
    const { run, told } = runner();

    const value = await run('lock', {}, () => ({ findings: [ok('free')], value: 7 }));

    expect(value).toBe(7);
    expect(told).toEqual([
      { name: 'lock', status: 'ok', code: 'ok', found: 'free', cure: undefined, exitCode: 0 },
    ]);
  });

  it('tells of a hop that cannot be tried', async () => {
    const { run, told } = runner();

    expect(await run('dify_tls', { end: undefined }, () => ({ findings: [] }))).toBeUndefined();
    expect(told).toMatchObject([{ name: 'dify_tls', status: 'not_tried', exitCode: 0 }]);
  });

  it.each([
    ['dify_apps', 69],
    ['receiver_access', 75],
    ['state_directory', 73],
  ] as const)('does not wait for %s when it hangs', async (name, exitCode) => {
    const { run, told } = runner(20);

    const value = await run(name, {}, () => new Promise<never>(() => undefined));

    expect(value).toBeUndefined();
    expect(told).toMatchObject([{ name, status: 'failed', code: 'hung', exitCode }]);
  });

  it('waits longer for a hop that is going to wait for what has a limit of its own', async () => {
    const { run, expect: expectWait, told } = runner(20);

    await run('dify_apps', {}, async () => {
      expectWait(10_000);
      await new Promise((resolve) => setTimeout(resolve, 60));
      return { findings: [ok('1 app')] };
    });

    expect(told).toMatchObject([{ status: 'ok' }]);
  });

  it('tells several findings of one hop', async () => {
    const { run, hops } = runner();

    await run('spool', {}, () => ({ findings: [ok('a'), failed(73, 'full', 'b', 'c')] }));

    expect(hops.map(({ found, cure }) => [found, cure])).toEqual([
      ['a', undefined],
      ['b', 'c'],
    ]);
  });

  it('lets a bug through, and the reason of an interruption', async () => {
    const bug = new TypeError('a bug');
    const interrupted = new AbortController();
    const reason = new Error('stopped');

    await expect(
      runner().run('lock', {}, () => {
        throw bug;
      }),
    ).rejects.toBe(bug);
    const waiting = runner(10_000, interrupted.signal).run(
      'lock',
      {},
      () => new Promise<never>(() => undefined),
    );
    interrupted.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});
