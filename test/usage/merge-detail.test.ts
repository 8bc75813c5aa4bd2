import { describe, expect, it } from 'vitest';
import type { DividedUsage } from '../../src/usage/divide-block.ts';
import { mergeBlock, mergeDetail } from '../../src/usage/merge-detail.ts';
import { ALICE, ledgerCall } from '../support/ledger-calls.ts';

const PART: DividedUsage = {
  bucket: '2026-10',
  user: ALICE,
  provider: 'openai',
  model: 'gpt-4o',
  currency: undefined,
  promptTokens: 10,
  completionTokens: 5,
  promptUnits: 250n,
  completionUnits: 500n,
  executions: 1,
  certainty: 'exact',
  hasExactTokens: true,
};

describe('the detail of an app', () => {
  it('sums parts of the same bucket, user, model and certainty', () => {
    const { hasExactTokens: _, ...usage } = PART;
    const other: DividedUsage = { ...PART, certainty: 'allocated' };
    const { models } = mergeDetail([PART, other, PART], [], [], true);

    expect(models).toEqual([
      { ...usage, certainty: 'allocated' },
      {
        ...usage,
        promptTokens: 20,
        completionTokens: 10,
        promptUnits: 500n,
        completionUnits: 1000n,
        executions: 2,
      },
    ]);
  });

  it('counts messages, failed ones too, and conversations once', () => {
    const calls = [
      ledgerCall({ conversationId: 'c' }),
      ledgerCall({ conversationId: 'c' }),
      ledgerCall({ conversationId: 'd', tokens: { prompt: 0, completion: 0 } }),
    ];

    expect(mergeDetail([PART, PART], calls, [], false)).toEqual({
      users: [
        {
          bucket: '2026-10',
          user: ALICE,
          promptTokens: 20,
          completionTokens: 10,
          allocatedTokens: 0,
          messages: 3,
          conversations: 2,
        },
      ],
      models: [],
      notes: [],
    });
  });

  it('tells how many tokens of a user were divided', () => {
    const divided: DividedUsage = { ...PART, promptTokens: 100, hasExactTokens: false };

    expect(mergeDetail([PART, divided], [], [], false).users).toMatchObject([
      { promptTokens: 110, completionTokens: 10, allocatedTokens: 105 },
    ]);
  });

  it('never merges an end user with an account of the same id', () => {
    const account: DividedUsage = { ...PART, user: { ...ALICE, type: 'account' } };

    expect(mergeDetail([PART, account], [], [], true).users).toHaveLength(2);
  });

  it('keeps ids apart that a plain object would trip over', () => {
    const hostile = ['__proto__', 'constructor', '["end_user","x"]', ''].map(
      (id): DividedUsage => ({ ...PART, user: { type: 'end_user', id, session: undefined } }),
    );

    expect(mergeDetail(hostile, [], [], true).users).toHaveLength(4);
  });

  it('sums notes of the same bucket and cause', () => {
    const note = { bucket: '2026-10', cause: 'model_unknown', tokens: 5, units: 7n } as const;

    expect(mergeDetail([], [], [note, note], true).notes).toEqual([
      { ...note, tokens: 10, units: 14n },
    ]);
  });
});

describe('the parts of a block', () => {
  it('are as many as there are users, models and certainties', () => {
    const other: DividedUsage = { ...PART, hasExactTokens: false };
    const note = { bucket: '2026-10', cause: 'model_unknown', tokens: 5, units: 7n } as const;

    expect(mergeBlock({ parts: [PART, other, PART], notes: [note, note] })).toEqual({
      parts: [
        {
          ...PART,
          promptTokens: 20,
          completionTokens: 10,
          promptUnits: 500n,
          completionUnits: 1000n,
          executions: 2,
        },
        other,
      ],
      notes: [{ ...note, tokens: 10, units: 14n }],
    });
  });
});
