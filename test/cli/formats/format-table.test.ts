import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../src/cli/formats/display-width.ts';
import { formatTable } from '../../../src/cli/formats/format-table.ts';
import { appRecord, modelRecord, payload, userRecord } from './payload-builders.ts';

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

describe('formatTable of users and models', () => {
  const linesOf = (text: string) => text.split('\n').slice(3, -1);

  it('does without the id of an app that its name tells', () => {
    const text = formatTable([
      payload({ user_records: [userRecord()], model_records: [modelRecord()] }),
    ]);

    expect(text).toBe(
      `2026-10-31T15:00:00.000Z to 2026-11-30T14:59:59.999Z, monthly, per_app

Users (1)
period   user_id                               user_type  app_name  message_tokens  answer_tokens  total_tokens  message_count  conversation_count
2026-11  3a7d5b0c-91e2-4d4f-8a66-5c0b1f2e7d18  end_user   Support             1000            200          1200              3                   2

Models (1)
period   user_id                               user_type  app_name  model_provider            model_name  prompt_tokens  completion_tokens  total_tokens  prompt_price  completion_price  total_price  currency  execution_count
2026-11  3a7d5b0c-91e2-4d4f-8a66-5c0b1f2e7d18  end_user   Support   langgenius/openai/openai  gpt-4o               1000                200          1200     0.0025000         0.0005000    0.0030000  USD                     3
`,
    );
  });

  it.each([
    ['two apps have one name', ['Support', 'Support']],
    ['two names begin alike', [`${'x'.repeat(50)}1`, `${'x'.repeat(50)}2`]],
    ['an app has no name', ['', 'Support']],
  ])('shows the ids when %s', (_what, [first = '', second = '']) => {
    const text = formatTable([
      payload({
        user_records: [
          userRecord({ app_name: first }),
          userRecord({ app_name: second, app_id: '00000000-0000-4000-8000-000000000000' }),
        ],
      }),
    ]);

    expect(text).toContain('00000000-0000-4000-8000-000000000000');
  });

  it('gives hostile users and models one harmless line each', () => {
    const text = formatTable([
      payload({
        model_records: HOSTILE.map((each) =>
          modelRecord({ user_id: each, model_provider: each, model_name: each }),
        ),
      }),
    ]);

    expect(linesOf(text)).toHaveLength(HOSTILE.length + 1);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u202a-\u202e]/u);
  });
});
