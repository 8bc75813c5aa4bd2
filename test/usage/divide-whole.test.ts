import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideBlock } from '../../src/usage/divide-block.ts';
import type { DivideRules } from '../../src/usage/divide-rules.ts';
import { divideWhole } from '../../src/usage/divide-whole.ts';
import { mergeBlock } from '../../src/usage/merge-detail.ts';
import { priceTokens } from '../../src/usage/unit-prices.ts';
import {
  ALICE,
  GPT_4O,
  GPT_4O_MINI,
  LI,
  ledgerBlock,
  ledgerCall,
} from '../support/ledger-calls.ts';

const RULES: DivideRules = {
  withUsers: true,
  withPrices: true,
  modelOf: ({ modelKey }) => {
    const { provider, model: name } = modelKey === 'b' ? GPT_4O_MINI : GPT_4O;
    return { provider, name, isAssumed: modelKey === 'c' };
  },
  prices: [GPT_4O, GPT_4O_MINI],
  modelCalls: 1,
};
const MANY = { prompt: 265, completion: 160 };
const FEW = { prompt: 26, completion: 26 };

describe('a block whose calls make it whole', () => {
  it('is divided by user and model, call by call', () => {
    const calls = [
      ledgerCall({ modelKey: 'a', tokens: MANY }),
      ledgerCall({ modelKey: 'c', tokens: FEW }),
      ledgerCall({ modelKey: 'a', tokens: MANY }),
      ledgerCall({ modelKey: 'a', user: LI, tokens: { prompt: 0, completion: 0 } }),
    ];
    const block = ledgerBlock({ calls, tokens: 902, units: 48_500n });
    const one = { bucket: '2026-10', user: ALICE, provider: 'openai', model: 'gpt-4o' };

    expect(divideWhole(block, RULES)).toEqual({
      parts: [
        {
          ...one,
          currency: undefined,
          promptTokens: 530,
          completionTokens: 320,
          promptUnits: 13_250n,
          completionUnits: 32_000n,
          executions: 2,
          certainty: 'exact',
          hasExactTokens: true,
        },
        {
          ...one,
          currency: undefined,
          promptTokens: 26,
          completionTokens: 26,
          promptUnits: 650n,
          completionUnits: 2600n,
          executions: 1,
          certainty: 'assumed',
          hasExactTokens: true,
        },
      ],
      notes: [{ bucket: '2026-10', cause: 'model_assumed', tokens: 52, units: 3250n }],
    });
  });

  it.each([
    ['has tokens that no call has', { tokens: 426 }],
    ['has fewer tokens than its calls', { tokens: 424 }],
    ['has another price', { units: 22_626n }],
    ['has spent nothing', { tokens: 0, units: 0n, calls: [] }],
    ['has unread calls', { calls: [ledgerCall({ tokens: undefined })] }],
  ])('is not one that %s', (_, fields) => {
    const calls = [ledgerCall({ modelKey: 'a', tokens: MANY })];
    const whole = { calls, tokens: 425, units: 22_625n };

    expect(divideWhole(ledgerBlock(whole), RULES)).toBeDefined();
    expect(divideWhole(ledgerBlock({ ...whole, ...fields }), RULES)).toBeUndefined();
  });

  it('is divided as any block is', () => {
    const call = fc
      .record({
        at: fc.integer({ min: 0, max: 5 }),
        user: fc.constantFrom(ALICE, LI, { ...LI, session: 'renamed' }, undefined),
        modelKey: fc.constantFrom('a', 'b', 'c'),
        tokens: fc.record({ prompt: fc.nat({ max: 3000 }), completion: fc.nat({ max: 3000 }) }),
      })
      .map((fields) => ledgerCall({ ...fields, modelKey: fields.modelKey }));
    const rules = fc
      .record({ withUsers: fc.boolean(), withPrices: fc.boolean() })
      .map((fields) => ({ ...RULES, ...fields }));
    let divided = 0;

    fc.assert(
      fc.property(fc.array(call, { maxLength: 8 }), rules, (calls, given) => {
        let tokens = 0;
        let units = 0n;
        for (const { modelKey, tokens: own } of calls) {
          const price = modelKey === 'b' ? GPT_4O_MINI : GPT_4O;
          tokens += (own?.prompt ?? 0) + (own?.completion ?? 0);
          units += priceTokens(own?.prompt ?? 0, price.prompt);
          units += priceTokens(own?.completion ?? 0, price.completion);
        }
        const block = ledgerBlock({ calls, tokens, units });
        const whole = divideWhole(block, given);
        if (whole === undefined) return;
        divided += 1;
        expect(whole).toEqual(mergeBlock(divideBlock(block, given)));
      }),
    );
    expect(divided).toBeGreaterThan(10);
  });
});
