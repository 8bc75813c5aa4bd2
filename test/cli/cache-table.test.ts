import { describe, expect, it } from 'vitest';
import type { VerifiedApp } from '../../src/cache/verify-cache.ts';
import { formatCacheTable } from '../../src/cli/cache-table.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import { cachedApp, SEGMENT, SOURCE_FOLDER } from '../support/cache.ts';

describe('formatCacheTable', () => {
  it('says that there is nothing', () => {
    expect(formatCacheTable({ apps: [], damaged: [] }, '/state', sayInEnglish)).toBe(
      'The cache in /state is empty.\n',
    );
  });

  it('lists what is kept of each app', () => {
    const apps = [
      verifiedApp(),
      verifiedApp({
        app: cachedApp({ name: '翻訳', mode: 'chat' }),
        firstDay: '2026-09-30',
        days: 1,
        tokens: 2n ** 60n,
      }),
    ];

    expect(formatCacheTable({ apps, damaged: [] }, '/state', sayInEnglish).split('\n')).toEqual([
      'app          mode      first       last        days  records               tokens',
      'Translation  workflow  2026-10-01  2026-10-31    31     1200                45000',
      '翻訳         chat      2026-09-30  2026-10-31     1     1200  1152921504606846976',
      '32 segment(s), 10000 bytes, the oldest of 2026-09-30.',
      'All of them are whole.',
      '',
    ]);
  });

  it('names what is damaged, with the cure', () => {
    const damaged = [{ name: SEGMENT, reason: 'it is not whole' }];

    expect(formatCacheTable({ apps: [], damaged }, '/state', sayInEnglish).split('\n')).toEqual([
      'Damaged (1):',
      `  ${SEGMENT}: it is not whole`,
      'The next export that needs what is damaged asks Dify again, and names what Dify has deleted.',
      '',
    ]);
  });

  it('lets no name move the cursor', () => {
    const apps = [verifiedApp({ app: cachedApp({ name: '\u001b[2J\n\u202eevil', mode: '\r' }) })];

    const table = formatCacheTable({ apps, damaged: [] }, '/state', sayInEnglish);

    expect(table.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(table.trimEnd().split('\n')).toHaveLength(4);
  });
});

function verifiedApp(overrides: Partial<VerifiedApp> = {}): VerifiedApp {
  return {
    source: SOURCE_FOLDER,
    app: cachedApp(),
    firstDay: '2026-10-01',
    lastDay: '2026-10-31',
    days: 31,
    records: 1200,
    tokens: 45_000n,
    bytes: 5000,
    ...overrides,
  };
}
