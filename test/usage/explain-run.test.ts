import { describe, expect, it } from 'vitest';
import { explainRun } from '../../src/usage/explain-run.ts';
import type { RunUsage } from '../../src/usage/run-usage.ts';
import { counterTraits, runUsage, toolCall, usageEvent } from '../support/usage.ts';

const V0_15 = counterTraits({ iterationsMayGrow: true });
const V1_8 = counterTraits();
const V1_9_1 = counterTraits({ totalsMayBeZero: true });
const V1_9_2 = counterTraits({
  totalsMayBeZero: true,
  containersMayCountTwice: true,
  toolRowsCounted: true,
  failedCallsCounted: true,
});

describe('explainRun', () => {
  it.each([
    ['0.15', V0_15],
    ['1.8', V1_8],
    ['1.9.1', V1_9_1],
    ['1.9.2', V1_9_2],
  ])('has nothing to say in %s where the total is that of the leaf rows', (_version, traits) => {
    expect(explainRun(run({ countedTokens: 60, containerTokens: 45 }), traits)).toEqual([]);
  });

  it('has nothing to say of a run whose total is in no list', () => {
    expect(explainRun(run({ countedTokens: undefined }), V1_9_1)).toEqual([]);
  });

  // The runs of usage-data table 0.3: 15 tokens, and a container that spent 45.
  it.each([
    ['0.15, parallel iterations', V0_15, 3222, 'parallel_iterations', 3162],
    ['1.9.1', V1_9_1, 0, 'zero_totals', -60],
    ['1.9.2', V1_9_2, 105, 'containers_counted_twice', 45],
  ] as const)('knows what %s counts', (_version, traits, countedTokens, cause, tokens) => {
    expect(explainRun(run({ countedTokens, containerTokens: 45 }), traits)).toEqual([
      { cause, tokens },
    ]);
  });

  it.each([
    ['twice in 1.8', V1_8, 105],
    ['as nothing in 1.8', V1_8, 0],
    ['for more than two times in 1.9.2', V1_9_2, 106],
  ])('does not explain a container that is counted %s', (_what, traits, countedTokens) => {
    expect(explainRun(run({ countedTokens, containerTokens: 45 }), traits)).toEqual([
      { cause: 'unexplained', tokens: countedTokens - 60 },
    ]);
  });

  it('explains growth in 0.15 only where something was in a container', () => {
    expect(explainRun(run({ countedTokens: 75 }), V0_15)).toEqual([
      { cause: 'unexplained', tokens: 15 },
    ]);
  });

  describe('of a run that called workflows as tools', () => {
    const tools = { toolCalls: [toolCall({ totalTokens: 30 }), toolCall({ totalTokens: 12 })] };

    it('explains their tokens from 1.9.2 on', () => {
      expect(explainRun(run({ countedTokens: 102, ...tools }), V1_9_2)).toEqual([
        { cause: 'workflow_tools', tokens: 42 },
      ]);
    });

    it('tells them from what a container doubled', () => {
      const both = run({ countedTokens: 147, containerTokens: 45, ...tools });

      expect(explainRun(both, V1_9_2)).toEqual([
        { cause: 'containers_counted_twice', tokens: 45 },
        { cause: 'workflow_tools', tokens: 42 },
      ]);
    });

    it('explains nothing by them before, when they were not counted', () => {
      expect(explainRun(run({ countedTokens: 102, ...tools }), V1_8)).toEqual([
        { cause: 'unexplained', tokens: 42 },
      ]);
    });

    it('counts a call without a total as nothing', () => {
      const unknown = run({
        countedTokens: 102,
        toolCalls: [...tools.toolCalls, toolCall({ totalTokens: undefined })],
      });

      expect(explainRun(unknown, V1_9_2)).toEqual([{ cause: 'workflow_tools', tokens: 42 }]);
    });

    it('does not explain a difference that is not exactly theirs', () => {
      expect(explainRun(run({ countedTokens: 103, ...tools }), V1_9_2)).toEqual([
        { cause: 'unexplained', tokens: 43 },
      ]);
    });
  });

  describe('where Dify counted less than the leaf rows', () => {
    it.each(['running', 'stopped', 'paused'])('knows a run that is %s', (status) => {
      expect(explainRun(run({ countedTokens: 0, status }), V1_9_2)).toEqual([
        { cause: 'stopped_runs', tokens: -60 },
      ]);
    });

    it('knows a stopped run that was counted in part, in any version', () => {
      expect(explainRun(run({ countedTokens: 15, status: 'stopped' }), V1_8)).toEqual([
        { cause: 'stopped_runs', tokens: -45 },
      ]);
    });

    it('does not call a finished run stopped', () => {
      expect(explainRun(run({ countedTokens: 15, status: 'failed' }), V1_8)).toEqual([
        { cause: 'unexplained', tokens: -45 },
      ]);
      expect(explainRun(run({ countedTokens: 15, status: undefined }), V1_8)).toEqual([
        { cause: 'unexplained', tokens: -45 },
      ]);
    });

    it('knows totals of zero only where the version has them', () => {
      expect(explainRun(run({ countedTokens: 0 }), V1_8)).toEqual([
        { cause: 'unexplained', tokens: -60 },
      ]);
      expect(explainRun(run({ countedTokens: 1 }), V1_9_1)).toEqual([
        { cause: 'unexplained', tokens: -59 },
      ]);
    });

    it('knows a container that failed and reported nothing', () => {
      const failed = run({ countedTokens: 15, hasFailedContainer: true });

      expect(explainRun(failed, V1_8)).toEqual([{ cause: 'failed_containers', tokens: -45 }]);
    });

    it('never blames a failed call, which makes the total larger', () => {
      const failed = run({ countedTokens: 15, hasFailedNode: true });

      expect(explainRun(failed, V1_9_2)).toEqual([{ cause: 'unexplained', tokens: -45 }]);
    });
  });

  describe('where Dify counted more than the leaf rows', () => {
    it('knows a call that failed after the model had answered, from 1.9.2 on', () => {
      const failed = run({ countedTokens: 75, hasFailedNode: true });

      expect(explainRun(failed, V1_9_2)).toEqual([{ cause: 'failed_calls', tokens: 15 }]);
      expect(explainRun(failed, V1_8)).toEqual([{ cause: 'unexplained', tokens: 15 }]);
    });

    it('never blames a stopped run or a failed container, which make it smaller', () => {
      const stopped = run({ countedTokens: 75, status: 'stopped', hasFailedContainer: true });

      expect(explainRun(stopped, V1_8)).toEqual([{ cause: 'unexplained', tokens: 15 }]);
    });
  });
});

/** A run whose leaf rows hold 15 and 45 tokens. */
function run(overrides: Partial<RunUsage>): RunUsage {
  const events = [usageEvent({ totalTokens: 15 }), usageEvent({ id: 'node-2', totalTokens: 45 })];
  return runUsage({ events, ...overrides });
}
