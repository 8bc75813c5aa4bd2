import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCsv } from '../../../src/cli/formats/format-csv.ts';
import { appRecord, payload } from './payload-builders.ts';

const csvOf = (app_name: string) =>
  formatCsv([payload({ app_records: [appRecord({ app_name })] })], ['app']);

/** The text between the columns beside it. */
function nameCell(app_name: string): string {
  const line = csvOf(app_name).split('\r\n').slice(1, -1).join('\r\n');
  return line.slice(
    'app,2026-11,monthly,9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30,'.length,
    -',1200,0.0030000,USD'.length,
  );
}

/** Reads RFC 4180, independently of the writer. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(cell)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe('formatCsv', () => {
  it.each([
    ['Support', 'Support'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['two\r\nlines', '"two\r\nlines"'],
    [' padded ', '" padded "'],
    ['__proto__', '__proto__'],
    ['経費チャット', '経費チャット'],
    ['👨‍👩‍👧', '👨‍👩‍👧'],
    ['مساعد', 'مساعد'],
    ['', ''],
  ])('writes the name %j as %j', (name, cell) => {
    expect(nameCell(name)).toBe(cell);
  });

  it.each([
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ['+1+1', "'+1+1"],
    ['-1+1', "'-1+1"],
    ['@everyone', "'@everyone"],
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠x', "'＠x"],
    [' =1', "' =1"],
    ['\t=1', '"\'\t=1"'],
    ['\tx', '"\'\tx"'],
    ['\rx', '"\'\rx"'],
    ['\n=1', '"\'\n=1"'],
    ['=1,"2"', '"\'=1,""2"""'],
    ['\u0000=1', "'=1"],
  ])('does not let a spreadsheet run %j', (name, cell) => {
    expect(nameCell(name)).toBe(cell);
  });

  it.each(['-5', '-0.0000001', '12'])('leaves the number %s alone', (number) => {
    expect(nameCell(number)).toBe(number);
  });

  it('removes controls that would reach a terminal', () => {
    expect(nameCell('a\u001b[2J\u009bb\u0000c')).toBe('a[2Jbc');
  });

  it('keeps a name of 10 kB whole', () => {
    expect(nameCell('x'.repeat(10_000))).toBe('x'.repeat(10_000));
  });

  it('is read back as it was, but for controls and the apostrophe', () => {
    const name = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\n', '\r', '=', '-', "'", ' ', 'あ', '👍'),
    });
    fc.assert(
      fc.property(name, (app_name) => {
        const [, row = []] = parseCsv(csvOf(app_name));

        expect(row).toHaveLength(8);
        expect(row[4]?.replace(/^'/, '')).toBe(app_name.replace(/^'/, ''));
      }),
    );
  });
});
