import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createMinuteStatistics } from '../../src/collect/minute-statistics.ts';
import type { StatisticsReader } from '../../src/collect/sum-statistics.ts';
import type { StatisticsWindow } from '../../src/period/statistics-windows.ts';

const MINUTE_MS = 60_000;
const START = Date.parse('2026-10-05T00:00:00Z');
const BUCKET = { label: '2026-10', start: START, end: START + 31 * 1440 * MINUTE_MS };

function windowOf(day: number, minutes: number): StatisticsWindow {
  const from = START + day * 1440 * MINUTE_MS;
  const attribution = { kind: 'bucket', bucket: BUCKET } as const;
  return {
    start: `day ${day}`,
    end: `${minutes} later`,
    from,
    to: from + minutes * MINUTE_MS,
    attribution,
  };
}

/** Answers each question a turn later, and knows what it was asked and how much of it at once. */
function slowReader() {
  const asked: string[] = [];
  let open = 0;
  let most = 0;
  const reader: StatisticsReader = {
    host: 'dify.example.com',
    async readStatistics(statistic, { start }) {
      asked.push(`${statistic} of ${start}`);
      open += 1;
      most = Math.max(most, open);
      await turn();
      open -= 1;
      if (start === 'day 2') throw new Error('Dify is away');
      return [{ date: '2026-10-05', count: 5, units: 7n }];
    },
  };
  return { reader, asked, mostAtOnce: () => most };
}

it('never has Dify sum up two windows of more than a day at once', async () => {
  const { reader, mostAtOnce } = slowReader();
  const statistics = createMinuteStatistics({ reader }, 100);

  const answers = await Promise.all(
    [0, 1].flatMap((day) => [
      statistics.costs(windowOf(day, 1441), BUCKET.label),
      statistics.messages(windowOf(day, 1441), BUCKET.label),
    ]),
  );

  expect(mostAtOnce()).toBe(1);
  expect(answers).toEqual([{ tokens: 5, units: 7n }, 5, { tokens: 5, units: 7n }, 5]);
});

// The app is given up with the first failure: more sums would only burden a Dify that is in trouble.
it('asks for no other window of more than a day after one has failed', async () => {
  const { reader, asked } = slowReader();
  const statistics = createMinuteStatistics({ reader }, 100);

  const answers = await Promise.allSettled(
    [1, 2, 3].flatMap((day) => [
      statistics.costs(windowOf(day, 1441), BUCKET.label),
      statistics.messages(windowOf(day, 1441), BUCKET.label),
    ]),
  );

  expect(asked).toEqual([
    'token-costs of day 1',
    'daily-messages of day 1',
    'token-costs of day 2',
  ]);
  expect(answers.slice(0, 2).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  expect(answers.slice(2)).toEqual(
    Array(4).fill({ status: 'rejected', reason: new Error('Dify is away') }),
  );
});

it('asks for short windows at once, each of them once, within the budget', async () => {
  const { reader, mostAtOnce } = slowReader();
  const statistics = createMinuteStatistics({ reader }, 3);

  const answers = await Promise.all(
    [0, 0, 1, 3, 4].map((day) => statistics.messages(windowOf(day, 1440), BUCKET.label)),
  );

  expect(answers).toEqual([5, 5, 5, 5, undefined]);
  expect(mostAtOnce()).toBe(3);
});
