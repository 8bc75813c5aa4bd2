import { describe, expect, it } from 'vitest';
import type { CacheChange, CacheScope } from '../../src/cache/cache-scope.ts';
import { askNobody } from '../../src/cache/cached-reader.ts';
import { cacheRuns } from '../../src/cache/cached-runs.ts';
import { isSampled } from '../../src/cache/settled.ts';
import type { RunUsage } from '../../src/usage/run-usage.ts';
import { factsInMemory } from '../support/facts-in-memory.ts';
import { runUsage, usageEvent } from '../support/usage.ts';

const NOBODY = askNobody('dify.test');
const DAY_MS = 86_400_000;
const START = Date.parse('2026-10-05T10:00:00Z');

describe('cacheRuns', () => {
  it('does not ask again for a run that had ended two hours before', async () => {
    const stage = startStage();
    const run = runUsage({ id: 'a', startedAt: START, status: 'succeeded' });
    stage.answer(run);

    await stage.read(run, START + 2 * 3_600_000);
    await stage.read(run, START + 3 * 3_600_000);

    expect(stage.asked).toEqual(['a']);
  });

  it.each([
    ['succeeded', 1.9 * 3_600_000],
    ['running', DAY_MS - 1],
    ['paused', 30 * DAY_MS - 1],
  ])('asks again for a run that was %s and is younger', async (status, ageMs) => {
    const stage = startStage();
    const run = runUsage({ id: 'a', startedAt: START, status });
    stage.answer(run);

    await stage.read(run, START + ageMs);
    await stage.read(run, START + ageMs + 1);

    expect(stage.asked).toEqual(['a', 'a']);
  });

  it('asks one in 200 again, other ones each day, and reports what has changed', async () => {
    const now = START + 10 * DAY_MS;
    const ids = Array.from({ length: 10_000 }, (_, index) => `run-${index}`);
    const sampled = ids.filter((id) => isSampled(id, now));
    expect(sampled.length).toBeGreaterThan(20);
    expect(sampled.length).toBeLessThan(100);
    expect(ids.filter((id) => isSampled(id, now + DAY_MS))).not.toEqual(sampled);

    const [id = ''] = sampled;
    const stage = startStage();
    const run = runUsage({ id, startedAt: START, events: [usageEvent({ totalTokens: 15 })] });
    stage.answer(run);
    await stage.read(run, now - DAY_MS);
    stage.answer({ ...run, events: [usageEvent({ totalTokens: 20 })] });

    const again = await stage.read(run, now);

    expect(again?.events).toMatchObject([{ totalTokens: 20 }]);
    expect(stage.changes).toEqual([{ cause: 'changed_since', at: START, tokens: 5, runs: 1 }]);
  });

  it('reads a run again for its models when it was read without its graph', async () => {
    const stage = startStage();
    const run = runUsage({ id: 'a', startedAt: START, hidesModels: true });
    stage.answer(run);
    await stage.read(run, START + DAY_MS);

    await stage.read(run, START + DAY_MS, true);

    expect(stage.asked).toEqual(['a', 'a']);
  });

  it('asks once for a run that has executed nothing', async () => {
    const stage = startStage();
    const run = runUsage({ id: 'a', startedAt: START, status: 'failed', countedTokens: 0 });
    for (const now of [START + DAY_MS, START + 2 * DAY_MS]) {
      const runs = cacheRuns(stage.scope(now));
      expect(await runs.readRunUsage(run, false)).toBeUndefined();
      expect(await runs.readRun('a')).toMatchObject({ status: 'failed', countedTokens: 0 });
    }

    expect(stage.asked).toEqual(['a', 'detail of a']);
  });
});

function startStage() {
  const facts = factsInMemory();
  const asked: string[] = [];
  const changes: CacheChange[] = [];
  let answer: RunUsage | undefined;
  const scope = (now: number): CacheScope => ({
    reader: {
      ...NOBODY,
      readRunUsage: async ({ id }) => {
        asked.push(id);
        return answer;
      },
      readRun: async (id) => {
        asked.push(`detail of ${id}`);
        return { startedAt: START, status: 'failed', countedTokens: 0 };
      },
    },
    facts,
    now,
    accountTimeZone: 'UTC',
    isAppDeleted: false,
    leavesOutDebugger: true,
    onChange: (change) => changes.push(change),
    onUnknown: () => undefined,
  });
  return {
    asked,
    changes,
    scope,
    answer: (usage: RunUsage) => {
      answer = usage;
    },
    read: (run: RunUsage, now: number, withModels = false) =>
      cacheRuns(scope(now)).readRunUsage(run, withModels),
  };
}
