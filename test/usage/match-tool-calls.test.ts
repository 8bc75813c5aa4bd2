import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLostChildren, rememberChildRuns } from '../../src/usage/match-tool-calls.ts';
import type { ListedRun, ToolCall } from '../../src/usage/run-usage.ts';
import { at, listedRun, NOVEMBER, OCTOBER, toolCall } from '../support/usage.ts';

describe('findLostChildren', () => {
  it('finds nothing lost where every call has its run', () => {
    expect(lost([toolCall()], [child()])).toEqual([]);
  });

  it('names the call whose run is not exported, with its tokens', () => {
    expect(lost([toolCall({ totalTokens: 30 })], [])).toEqual([
      {
        appId: 'app-1',
        bucket: '2026-10',
        cause: 'child_app_not_exported',
        tokens: 30,
        runs: 1,
      },
    ]);
  });

  it('does not know the tokens where the row does not tell them', () => {
    expect(lost([toolCall({ totalTokens: undefined })], [])).toMatchObject([{ tokens: undefined }]);
  });

  it('matches a run once only, however many calls are like it', () => {
    const calls = [toolCall(), toolCall(), toolCall()];

    expect(lost(calls, [child(), child({ id: 'run-2' })])).toHaveLength(1);
    expect(lost(calls, [child(), child({ id: 'run-2' }), child({ id: 'run-3' })])).toEqual([]);
  });

  it('never takes the parent for its own child', () => {
    expect(lost([toolCall()], [child({ id: 'parent' })])).toHaveLength(1);
    expect(lost([toolCall()], [child({ id: 'parent' }), child()])).toEqual([]);
  });

  it.each([
    ['the second before the row', '2026-10-05T09:59:59Z', 0],
    ['the second after it', '2026-10-05T10:00:03Z', 0],
    ['two seconds before it', '2026-10-05T09:59:58Z', 1],
    ['two seconds after it', '2026-10-05T10:00:04Z', 1],
  ])('takes a run that started in %s as the clocks allow', (_when, startedAt, expected) => {
    expect(lost([toolCall()], [child({ startedAt: at(startedAt) })])).toHaveLength(expected);
  });

  it('looks around the start of a call that has not ended', () => {
    const call = toolCall({ finishedAt: undefined });

    expect(lost([call], [child({ startedAt: at('2026-10-05T10:00:01Z') })])).toEqual([]);
    expect(lost([call], [child({ startedAt: at('2026-10-05T10:00:02Z') })])).toHaveLength(1);
  });

  it('does not take the run of somebody else', () => {
    expect(lost([toolCall()], [child({ creatorId: 'user-2' })])).toHaveLength(1);
  });

  it('takes a run whose creator no list tells', () => {
    expect(lost([toolCall()], [child({ creatorId: undefined })])).toEqual([]);
    expect(lost([toolCall({ creatorId: undefined })], [child({ creatorId: undefined })])).toEqual(
      [],
    );
  });

  it('takes a run of another total when nothing fits better', () => {
    expect(lost([toolCall({ totalTokens: 30 })], [child({ countedTokens: 7 })])).toEqual([]);
  });

  it('leaves a run to the call that has its total', () => {
    const calls = [toolCall({ totalTokens: 50 }), toolCall({ totalTokens: 30 })];

    for (const order of [calls, calls.toReversed()]) {
      expect(lost(order, [child({ countedTokens: 30 })])).toMatchObject([{ tokens: 50 }]);
      expect(lost(order, [child({ countedTokens: 50 })])).toMatchObject([{ tokens: 30 }]);
    }
  });

  it('leaves it to that call even when the other one is of another app', () => {
    const calls = [
      { appId: 'app-1', call: toolCall({ totalTokens: 50 }) },
      { appId: 'app-2', call: toolCall({ totalTokens: 30 }) },
    ];

    expect(
      findLostChildren(calls, remember([child({ countedTokens: 30 })]), BUCKETS),
    ).toMatchObject([{ appId: 'app-1', tokens: 50 }]);
  });

  it('leaves a run that only one of two calls can have to that one', () => {
    const long = toolCall({ totalTokens: undefined, finishedAt: at('2026-10-05T10:10:00Z') });
    const short = toolCall({ totalTokens: undefined });
    const children = [child(), child({ id: 'run-2', startedAt: at('2026-10-05T10:05:00Z') })];

    expect(lost([long, short], children)).toEqual([]);
    expect(lost([short, long], children)).toEqual([]);
  });

  it('does not depend on the order of runs of one second, one of which is a parent itself', () => {
    const calls = [toolCall(), toolCall({ runId: 'run-1' })];
    const children = [child(), child({ id: 'run-2' })];

    expect(lost(calls, children)).toEqual(lost(calls, children.toReversed()));
  });

  it('ignores a failed call that spent nothing, since it never started a run', () => {
    expect(lost([toolCall({ hasFailed: true, totalTokens: 0 })], [])).toEqual([]);
    expect(lost([toolCall({ hasFailed: true, totalTokens: undefined })], [])).toEqual([]);
    expect(lost([toolCall({ hasFailed: true, totalTokens: 5 })], [])).toHaveLength(1);
    expect(lost([toolCall({ hasFailed: false, totalTokens: 0 })], [])).toHaveLength(1);
  });

  it('does not let a failed call take the run of one that succeeded', () => {
    const failed = toolCall({ hasFailed: true, totalTokens: 0, finishedAt: START });

    expect(lost([failed, toolCall()], [child({ countedTokens: 7 })])).toEqual([]);
  });

  it('puts what is lost into the bucket of the parent run', () => {
    const call = toolCall({
      runStartedAt: at('2026-10-31T23:59:59Z'),
      startedAt: at('2026-11-01T00:00:05Z'),
      finishedAt: at('2026-11-01T00:00:06Z'),
    });

    expect(lost([call], [])).toMatchObject([{ bucket: '2026-10' }]);
    expect(lost([{ ...call, runStartedAt: at('2026-12-01T00:00:00Z') }], [])).toEqual([]);
  });

  it('does not search for ever for the run of a row that ends in the far future', () => {
    expect(lost([toolCall({ finishedAt: Number.MAX_SAFE_INTEGER })], [])).toHaveLength(1);
  });

  it('gives the same whatever the order of calls and runs', () => {
    fc.assert(
      fc.property(
        fc.array(anyCall, { maxLength: 6 }),
        fc.array(anyChild, { maxLength: 6 }),
        (calls, runs) => {
          const children = runs.map((run, index) => ({ ...run, id: `run-${index}` }));
          const summary = (found: ReturnType<typeof lost>) =>
            found.map(({ tokens }) => tokens ?? -1).sort((left, right) => left - right);
          expect(summary(lost(calls.toReversed(), children.toReversed()))).toEqual(
            summary(lost(calls, children)),
          );
        },
      ),
    );
  });

  it('matches never more calls than there are runs', () => {
    fc.assert(
      fc.property(fc.array(anySuccess, { maxLength: 6 }), fc.nat({ max: 6 }), (calls, count) => {
        const children = Array.from({ length: count }, (_, index) => child({ id: `run-${index}` }));
        expect(lost(calls, children).length).toBeGreaterThanOrEqual(calls.length - count);
      }),
    );
  });
});

const BUCKETS = [OCTOBER, NOVEMBER];

function child(overrides: Partial<ListedRun> = {}): ListedRun {
  return listedRun({ countedTokens: 30, ...overrides });
}

function remember(children: readonly ListedRun[]) {
  const runs = rememberChildRuns();
  for (const run of children) runs.add(run);
  return runs;
}

function lost(calls: readonly ToolCall[], children: readonly ListedRun[]) {
  const ofApp = calls.map((call) => ({ appId: 'app-1', call }));
  return findLostChildren(ofApp, remember(children), BUCKETS);
}

const START = at('2026-10-05T10:00:00Z');

const anyCall: fc.Arbitrary<ToolCall> = fc
  .record({
    seconds: fc.nat({ max: 3 }),
    lasts: fc.nat({ max: 3 }),
    totalTokens: fc.option(fc.constantFrom(0, 30, 50), { nil: undefined }),
    hasFailed: fc.boolean(),
  })
  .map(({ seconds, lasts, totalTokens, hasFailed }) =>
    toolCall({
      hasFailed,
      startedAt: START + seconds * 1000,
      finishedAt: START + (seconds + lasts) * 1000,
      totalTokens,
    }),
  );

const anySuccess = anyCall.map((call) => ({ ...call, hasFailed: false }));

const anyChild: fc.Arbitrary<ListedRun> = fc
  .record({ seconds: fc.nat({ max: 6 }), countedTokens: fc.constantFrom(0, 30, 50) })
  .map(({ seconds, countedTokens }) => child({ startedAt: START + seconds * 1000, countedTokens }));
