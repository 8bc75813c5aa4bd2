import { describe, expect, it } from 'vitest';
import { estimateMessagePages, estimateMinuteWindows } from '../../src/plan/estimates.ts';
import { expectedMs, median } from '../../src/plan/expected-time.ts';

describe('the pages of messages', () => {
  it('are one for each conversation, and one more for each 100 messages at most', () => {
    expect(estimateMessagePages(40, 350)).toEqual({ least: 40, expected: 40, most: 43 });
  });

  it('are several where conversations are long', () => {
    expect(estimateMessagePages(2, 500)).toEqual({ least: 2, expected: 6, most: 7 });
  });

  it('are none without a conversation', () => {
    expect(estimateMessagePages(0, 10)).toEqual({ least: 0, expected: 0, most: 0 });
  });
});

describe('the windows of minutes', () => {
  const DAY = { start: 0, end: 86_400_000 };
  const estimate = (mode: string, messages: number, needs = { users: true, models: true }) =>
    estimateMinuteWindows({
      mode,
      messages,
      conversations: mode === 'chat' ? messages / 10 : messages,
      period: DAY,
      needs: { ...needs, messages: true },
    });

  it('are between none and two for each message, likely one for every second conversation', () => {
    expect(estimate('chat', 300)).toEqual({ least: 0, expected: 15, most: 600 });
    expect(estimate('completion', 30)).toEqual({ least: 0, expected: 15, most: 60 });
  });

  it('are no more than two for each minute', () => {
    expect(estimate('completion', 5000)).toEqual({ least: 0, expected: 720, most: 2880 });
  });

  it('are not expected where only the users of a chat are shown', () => {
    const needs = { users: true, models: false };
    expect(estimate('chat', 30, needs)).toEqual({ least: 0, expected: 0, most: 60 });
    expect(estimate('completion', 30, needs)).toEqual({ least: 0, expected: 15, most: 60 });
  });
});

describe('the expected time', () => {
  it('is that of requests one after the other in each place', () => {
    expect(expectedMs(1000, { latencyMs: 50, concurrency: 2, maxRps: undefined })).toBe(25_000);
  });

  it('is longer when only so many requests a second are allowed', () => {
    expect(expectedMs(1000, { latencyMs: 50, concurrency: 2, maxRps: 10 })).toBe(100_000);
    expect(expectedMs(1000, { latencyMs: 50, concurrency: 2, maxRps: 100 })).toBe(25_000);
  });
});

describe('the median', () => {
  it('is in the middle', () => {
    expect(median([9, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 100])).toBe(3);
    expect(median([7])).toBe(7);
    expect(median([])).toBe(0);
  });
});
