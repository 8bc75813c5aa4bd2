import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../src/cli/formats/display-width.ts';
import { formatTable } from '../../../src/cli/formats/format-table.ts';
import { appRecord, payload } from './payload-builders.ts';

const HOSTILE = [
  "=cmd|' /C calc'!A0",
  '__proto__',
  '@everyone',
  'two\nlines\r\nand\u2028more',
  '\u001b[31mred\u001b[0m \u009b2J',
  'user\u202eexe.pdf',
  '経費精算チャットボット（本番環境・全社共通・二〇二六年度版）',
  '👨‍👩‍👧 family',
  'x'.repeat(10_000),
  '',
];

describe('formatTable', () => {
  const text = formatTable([
    payload({ app_records: HOSTILE.map((app_name) => appRecord({ app_name })) }),
  ]);
  const lines = text.split('\n').slice(4, -1);

  it('gives each record one line, whatever its name', () => {
    expect(lines).toHaveLength(HOSTILE.length);
  });

  it('keeps the columns aligned', () => {
    const columnsBeforePrice = lines.map((line) =>
      displayWidth(line.slice(0, line.indexOf('0.0030000'))),
    );

    expect(new Set(columnsBeforePrice).size).toBe(1);
  });

  it('lets nothing through that a terminal obeys', () => {
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u202a-\u202e]/u);
  });

  it('cuts a long name', () => {
    expect(text).toContain(`  ${'x'.repeat(39)}…  `);
    expect(text).toContain('  経費精算チャットボット（本番環境・全社…  ');
  });

  it('shows 150,000 records', () => {
    const record = appRecord();
    const app_records = Array.from({ length: 150_000 }, () => record);

    expect(formatTable([payload({ app_records })])).toContain('Apps (150000)');
  });
});
