import { describe, expect, it } from 'vitest';
import { type Check, judge } from './report/check.ts';
import { toJson, toMarkdown, toTable } from './report/report.ts';
import { formatRange, median } from './report/statistics.ts';

const CHECK: Check = {
  target: 'wall',
  what: 'runs ÷ bare loop',
  measured: 1.2,
  unit: 'ratio',
  limit: { atMost: 1.15 },
  basis: '12 s ÷ 10 s',
};

describe('a check', () => {
  it('is met at its limit', () => {
    expect(judge({ measured: 1.15, limit: { atMost: 1.15 } })).toBe('met');
    expect(judge({ measured: 20_000, limit: { atLeast: 20_000 } })).toBe('met');
  });

  it('is missed beyond it, and when nothing could be measured', () => {
    expect(judge({ measured: 1.16, limit: { atMost: 1.15 } })).toBe('missed');
    expect(judge({ measured: 19_999, limit: { atLeast: 20_000 } })).toBe('missed');
    expect(judge({ measured: Number.NaN, limit: { atMost: 1 } })).toBe('missed');
  });

  it('is for information without a limit', () => {
    expect(judge({ measured: 1, limit: undefined })).toBe('for information');
  });
});

describe('the report', () => {
  const report = {
    startedAt: '2026-11-24T10:00:00.000Z',
    command: 'npm run bench',
    machine: '2 cores, Node v20',
    checks: [CHECK, { ...CHECK, what: 'memory', measured: 199.6, unit: 'MB', limit: undefined }],
  } as const;

  it('puts what was measured beside its limit', () => {
    expect(toMarkdown(report)).toContain(
      '| ✘ | wall | 1.200 × | ≤ 1.150 × | runs ÷ bare loop | 12 s ÷ 10 s |',
    );
  });

  it('prints as a table', () => {
    expect(toTable(report.checks)).toBe(
      [
        '   target  measured  limit      what',
        '✘  wall    1.200 ×   ≤ 1.150 ×  runs ÷ bare loop',
        '·  wall    200 MB    –          memory',
        '',
      ].join('\n'),
    );
  });

  it('says the verdict as JSON too', () => {
    const { checks } = JSON.parse(toJson(report));
    expect(checks).toMatchObject([{ verdict: 'missed' }, { verdict: 'for information' }]);
  });
});

describe('repeated measurements', () => {
  it('count by their middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });

  it('are shown with their range', () => {
    expect(formatRange([1.25], 2)).toBe('1.25');
    expect(formatRange([1.2, 1.1, 1.4], 1)).toBe('1.2 [1.1–1.4]');
  });
});
