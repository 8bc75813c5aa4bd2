import { describe, expect, it } from 'vitest';
import { judgeSpool } from '../../src/check/judge-spool.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import type { QueuedEntry } from '../../src/spool/spool.ts';
import { queuedEntry } from '../cli/export-builders.ts';

const TARGET = 'https://billing.test/v1';
const OTHER = 'https://old.test/v1';
const NOW = Date.parse('2026-12-10T04:00:00Z');
const created_at = '2026-12-09T04:00:00.000Z';

function judge(waiting: readonly QueuedEntry[], target: string | undefined = TARGET) {
  const view = { waiting, damaged: [], rejected: 0, quarantined: 0 };
  return judgeSpool(view, target, NOW).map(({ code, found }) => [code, sayInEnglish(found)]);
}

function entries(count: number, fields: Partial<QueuedEntry> = {}): QueuedEntry[] {
  return Array.from({ length: count }, () =>
    queuedEntry({ target: TARGET, created_at, ...fields }),
  );
}

describe('a spool', () => {
  it('is full of bodies', () => {
    expect(judge(entries(999)).map(([code]) => code)).toEqual(['spool_waiting']);
    expect(judge(entries(1000))[1]).toEqual([
      'spool_full',
      'it takes no more: it holds 1000 of at most 1000 bodies',
    ]);
  });

  it('is full of bytes', () => {
    expect(judge(entries(2, { bytes: 255_999_999 }))).toHaveLength(1);
    expect(judge(entries(2, { bytes: 256_000_000 }))[1]).toEqual([
      'spool_full',
      'it takes no more: it holds 512000000 of at most 512000000 bytes',
    ]);
  });

  it('is full for everybody, also of what is for another receiver', () => {
    expect(judge(entries(1000, { target: OTHER })).map(([code]) => code)).toEqual([
      'spool_full',
      'spool_other_receiver',
    ]);
  });

  it('does not lose its patience for what is for another receiver', () => {
    const old = entries(1, { target: OTHER, created_at: '2026-01-01T00:00:00.000Z' });

    expect(judge(old).map(([code]) => code)).toEqual(['spool_other_receiver']);
  });

  it('tells the age and the last failure of the oldest, harmlessly', () => {
    const last_error = { code: 'http_503', message: 'down\u001b[2J' };

    expect(judge(entries(1, { last_error }))).toEqual([
      ['spool_waiting', '1 wait(s), the oldest of 2026-11-01..2026-11-30 for 24 h; down[2J'],
    ]);
  });

  it.each([
    [-5 * 60_000, '0 min'],
    [59 * 60_000, '59 min'],
    [60 * 60_000, '1 h'],
    [48 * 3_600_000, '2 days'],
  ])('says of %i ms %s', (ageMs, age) => {
    const created_at = new Date(NOW - ageMs).toISOString();

    expect(judge(entries(1, { created_at }))).toEqual([
      ['spool_waiting', `1 wait(s), the oldest of 2026-11-01..2026-11-30 for ${age}`],
    ]);
  });

  it.each([
    [['x.json'], 0, 'failed', 73],
    [['x.json'], 1, 'failed', 73],
    [[], 1, 'warning', undefined],
  ])(
    'with damage (%j, %i in quarantine) ends as the next export',
    (damaged, quarantined, status, exitCode) => {
      const view = { waiting: [], damaged, rejected: 0, quarantined };

      expect(judgeSpool(view, TARGET, NOW)).toMatchObject([
        { status, code: 'spool_damaged', ...(exitCode && { exitCode }) },
      ]);
    },
  );

  it('is all of the receiver where none is configured', () => {
    const waiting = entries(1, { target: OTHER });
    const view = { waiting, damaged: [], rejected: 0, quarantined: 0 };

    expect(judgeSpool(view, undefined, NOW)).toMatchObject([{ code: 'spool_waiting' }]);
  });
});
