import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideBlock } from '../../src/usage/divide-block.ts';
import type { DivideRules } from '../../src/usage/divide-rules.ts';
import type { LedgerBlock } from '../../src/usage/ledger-block.ts';
import type { LedgerCall } from '../../src/usage/ledger-call.ts';
import {
  ALICE,
  GPT_4O,
  GPT_4O_MINI,
  LI,
  ledgerBlock,
  ledgerCall,
  OWNER,
} from '../support/ledger-calls.ts';

const RULES: DivideRules = {
  withUsers: true,
  withPrices: true,
  modelOf: () => ({ provider: 'openai', name: 'gpt-4o', isAssumed: false }),
  prices: [GPT_4O, GPT_4O_MINI],
  modelCalls: 1,
};
const UNKNOWN_MODEL: DivideRules = { ...RULES, modelOf: () => undefined };

function divide(block: LedgerBlock, rules: DivideRules = RULES) {
  const { parts, notes } = divideBlock(block, rules);
  return {
    parts: parts.map((part) => [
      part.user?.id ?? 'nobody',
      part.model ?? 'unknown',
      `${part.promptTokens} + ${part.completionTokens}`,
      `${part.promptUnits} + ${part.completionUnits}`,
      part.certainty,
    ]),
    notes: notes.map(({ cause, tokens, units }) => [cause, tokens, units]),
  };
}

describe('a block', () => {
  it('of one pair is exactly its own, and split when unit prices make its price', () => {
    const calls = [ledgerCall({ tokens: { prompt: 26, completion: 26 } })];

    expect(divide(ledgerBlock({ calls, tokens: 52, units: 3250n }))).toEqual({
      parts: [['u-1', 'gpt-4o', '26 + 26', '650 + 2600', 'exact']],
      notes: [],
    });
    expect(divide(ledgerBlock({ calls, tokens: 52, units: 9999n }))).toEqual({
      parts: [['u-1', 'gpt-4o', '26 + 26', '9999 + 0', 'exact']],
      notes: [],
    });
  });

  it('of several pairs is divided exactly when unit prices make its price', () => {
    const calls = [
      ledgerCall({ id: 'x', tokens: { prompt: 265, completion: 160 } }),
      ledgerCall({ id: 'y', user: LI, tokens: { prompt: 26, completion: 26 } }),
    ];
    const rules: DivideRules = {
      ...RULES,
      modelOf: ({ id }) => ({
        provider: 'openai',
        name: id === 'x' ? 'gpt-4o-mini' : 'gpt-4o',
        isAssumed: false,
      }),
    };

    expect(divide(ledgerBlock({ calls, tokens: 477, units: 4608n }), rules)).toEqual({
      parts: [
        ['u-1', 'gpt-4o-mini', '265 + 160', '398 + 960', 'exact'],
        ['u-2', 'gpt-4o', '26 + 26', '650 + 2600', 'exact'],
      ],
      notes: [],
    });
  });

  it('of several pairs is allocated when unit prices do not make its price', () => {
    const calls = [
      ledgerCall({ id: 'x', tokens: { prompt: 100, completion: 0 } }),
      ledgerCall({ id: 'y', user: LI, tokens: { prompt: 0, completion: 100 } }),
    ];

    expect(divide(ledgerBlock({ calls, tokens: 200, units: 25_000n }))).toEqual({
      parts: [
        ['u-1', 'gpt-4o', '100 + 0', '5000 + 0', 'allocated'],
        ['u-2', 'gpt-4o', '0 + 100', '20000 + 0', 'allocated'],
      ],
      notes: [
        ['allocated_by_tokens', 100, 5000n],
        ['allocated_by_tokens', 100, 20_000n],
      ],
    });
    const unpriced = divide(ledgerBlock({ calls, tokens: 200, units: 25_001n }), {
      ...RULES,
      prices: [],
    });
    expect(unpriced.parts).toEqual([
      ['u-1', 'gpt-4o', '100 + 0', '12501 + 0', 'allocated'],
      ['u-2', 'gpt-4o', '0 + 100', '12500 + 0', 'allocated'],
    ]);
  });

  it('is not divided exactly when two prices of a model make its price', () => {
    const dearer = { ...GPT_4O, prompt: { digits: 26n, scale: 0 } };
    const other = { ...GPT_4O_MINI, prompt: { digits: 24n, scale: 0 } };
    const calls = [
      ledgerCall({ id: 'x', tokens: { prompt: 100, completion: 0 } }),
      ledgerCall({ id: 'y', user: LI, tokens: { prompt: 100, completion: 0 } }),
    ];
    const rules: DivideRules = {
      ...RULES,
      prices: [GPT_4O, dearer, { ...other, prompt: { digits: 25n, scale: 0 } }, other],
      modelOf: ({ id }) => ({
        provider: 'openai',
        name: id === 'x' ? 'gpt-4o' : 'gpt-4o-mini',
        isAssumed: false,
      }),
    };

    // 2500 + 2500 or 2600 + 2400.
    const { parts } = divide(ledgerBlock({ calls, tokens: 200, units: 5000n }), rules);
    expect(parts.map(([, , , , certainty]) => certainty)).toEqual(['allocated', 'allocated']);
  });

  it('of an agent is exact where only one pair can have been rounded', () => {
    const tokens = { prompt: 265, completion: 160 };
    const calls = [
      ledgerCall({ id: 'x', tokens: { prompt: 26_500, completion: 16_001 } }),
      ledgerCall({ id: 'y', user: LI, tokens }),
      ledgerCall({ id: 'z', user: OWNER, tokens }),
    ];
    const rules = (mini: readonly string[]): DivideRules => ({
      ...RULES,
      modelCalls: 20,
      modelOf: ({ id }) => ({
        provider: 'openai',
        name: mini.includes(id) ? 'gpt-4o-mini' : 'gpt-4o',
        isAssumed: false,
      }),
    });
    const units = 26_500n * 25n + 16_001n * 100n;
    const one = ledgerBlock({ calls, tokens: 43_351, units: units + 1361n + 22_625n });
    const two = ledgerBlock({ calls, tokens: 43_351, units: units + 1361n + 1355n });

    expect(divide(one, rules(['y'])).parts.map((part) => part.slice(3))).toEqual([
      ['662500 + 1600100', 'exact'],
      ['401 + 960', 'exact'],
      ['6625 + 16000', 'exact'],
    ]);
    expect(divide(two, rules(['y', 'z'])).parts.map((part) => part.slice(3))).toEqual([
      ['662500 + 1600100', 'exact'],
      ['398 + 960', 'allocated'],
      ['398 + 960', 'allocated'],
    ]);
  });

  it('of several pairs is allocated when its price is too small to prove anything', () => {
    const calls = [
      ledgerCall({ id: 'x', tokens: { prompt: 1, completion: 0 } }),
      ledgerCall({ id: 'y', user: LI, tokens: { prompt: 0, completion: 2 } }),
    ];
    const rules: DivideRules = {
      ...RULES,
      modelOf: () => ({ provider: 'openai', name: 'gpt-4o-mini', isAssumed: false }),
    };

    const { parts } = divide(ledgerBlock({ calls, tokens: 3, units: 14n }), rules);
    expect(parts.map((part) => part.slice(3))).toEqual([
      ['2 + 0', 'allocated'],
      ['12 + 0', 'allocated'],
    ]);
  });

  it('of one user keeps an exact price although the model is unknown', () => {
    const calls = [ledgerCall(), ledgerCall()];

    expect(divide(ledgerBlock({ calls, tokens: 30, units: 77n }), UNKNOWN_MODEL)).toEqual({
      parts: [
        ['u-1', 'unknown', '10 + 5', '39 + 0', 'exact'],
        ['u-1', 'unknown', '10 + 5', '38 + 0', 'exact'],
      ],
      notes: [
        ['model_unknown', 15, 39n],
        ['model_unknown', 15, 38n],
      ],
    });
  });

  it('says which model was assumed', () => {
    const rules: DivideRules = {
      ...RULES,
      modelOf: () => ({ provider: 'openai', name: 'gpt-4o', isAssumed: true }),
    };

    expect(divide(ledgerBlock({ calls: [ledgerCall()], tokens: 15, units: 750n }), rules)).toEqual({
      parts: [['u-1', 'gpt-4o', '10 + 5', '250 + 500', 'assumed']],
      notes: [['model_assumed', 15, 750n]],
    });
  });

  it('says that a price was allocated although the model was assumed', () => {
    const rules: DivideRules = {
      ...RULES,
      prices: [],
      modelOf: () => ({ provider: 'openai', name: 'gpt-4o', isAssumed: true }),
    };
    const calls = [ledgerCall(), ledgerCall({ user: LI })];

    const { parts, notes } = divide(ledgerBlock({ calls, tokens: 30, units: 100n }), rules);
    expect(parts.map((part) => part.at(-1))).toEqual(['assumed', 'assumed']);
    expect(notes).toEqual([
      ['allocated_by_tokens', 15, 50n],
      ['model_assumed', 15, 50n],
      ['allocated_by_tokens', 15, 50n],
      ['model_assumed', 15, 50n],
    ]);
  });

  it('that holds more than its messages gives the rest to nobody', () => {
    const calls = [ledgerCall()];

    expect(divide(ledgerBlock({ calls, tokens: 115, units: 1750n }))).toEqual({
      parts: [
        ['u-1', 'gpt-4o', '10 + 5', '750 + 0', 'allocated'],
        ['nobody', 'unknown', '100 + 0', '1000 + 0', 'allocated'],
      ],
      notes: [
        ['ledger_exceeds_messages', 100, 0n],
        ['allocated_by_tokens', 15, 750n],
        ['allocated_by_tokens', 100, 1000n],
      ],
    });
    expect(divide(ledgerBlock({ tokens: 100, units: 1000n })).parts).toEqual([
      ['nobody', 'unknown', '100 + 0', '1000 + 0', 'exact'],
    ]);
  });

  it('that holds less than its messages takes it from the newest ones', () => {
    const calls = [
      ledgerCall({ id: 'old', at: 1, tokens: { prompt: 10, completion: 5 } }),
      ledgerCall({ id: 'new', at: 3, user: OWNER, tokens: { prompt: 10, completion: 5 } }),
      ledgerCall({ id: 'middle', at: 2, user: LI, tokens: { prompt: 10, completion: 5 } }),
    ];

    expect(divide(ledgerBlock({ calls, tokens: 22, units: 0n }))).toEqual({
      parts: [
        ['u-1', 'gpt-4o', '10 + 5', '0 + 0', 'allocated'],
        ['u-2', 'gpt-4o', '7 + 0', '0 + 0', 'allocated'],
      ],
      notes: [['messages_exceed_ledger', 23, 0n]],
    });
  });

  it('of generations is divided among several users, and is one user’s own otherwise', () => {
    const calls = [
      ledgerCall({ id: 'x', tokens: undefined }),
      ledgerCall({ id: 'y', user: LI, tokens: undefined }),
    ];

    expect(divide(ledgerBlock({ calls, tokens: 183, units: 800n }))).toEqual({
      parts: [
        ['u-1', 'gpt-4o', '92 + 0', '402 + 0', 'allocated'],
        ['u-2', 'gpt-4o', '91 + 0', '398 + 0', 'allocated'],
      ],
      notes: [
        ['allocated_by_generation', 92, 402n],
        ['allocated_by_generation', 91, 398n],
      ],
    });
    const own = calls.map((call) => ({ ...call, user: ALICE }));
    expect(divide(ledgerBlock({ calls: own, tokens: 183, units: 800n })).notes).toEqual([]);
  });

  it('of generations leaves those that cannot be seen their part', () => {
    const calls = [ledgerCall({ tokens: undefined })];
    const block = ledgerBlock({ calls, tokens: 100, units: 100n, hiddenCalls: 1 });

    expect(divide(block).parts).toEqual([
      ['u-1', 'gpt-4o', '50 + 0', '50 + 0', 'allocated'],
      ['nobody', 'unknown', '50 + 0', '50 + 0', 'allocated'],
    ]);
  });

  it('of generations that somebody has opened is divided by what they say', () => {
    const calls = [
      ledgerCall({ id: 'x', tokens: { prompt: 30, completion: 20 } }),
      ledgerCall({ id: 'y', user: LI, tokens: { prompt: 35, completion: 97 } }),
    ];
    const mini: DivideRules = {
      ...RULES,
      modelOf: () => ({ provider: 'openai', name: 'gpt-4o-mini', isAssumed: false }),
    };

    expect(divide(ledgerBlock({ calls, tokens: 182, units: 800n }), mini).parts).toEqual([
      ['u-1', 'gpt-4o-mini', '30 + 20', '45 + 120', 'exact'],
      ['u-2', 'gpt-4o-mini', '35 + 97', '53 + 582', 'exact'],
    ]);
  });

  it('has no prices when only users are wanted', () => {
    const users: DivideRules = { ...RULES, withPrices: false };

    expect(divide(ledgerBlock({ calls: [ledgerCall()], tokens: 15, units: 750n }), users)).toEqual({
      parts: [['u-1', 'unknown', '10 + 5', '0 + 0', 'exact']],
      notes: [],
    });
  });

  it('with a price but without tokens is nobody’s', () => {
    expect(divide(ledgerBlock({ units: 5n })).parts).toEqual([
      ['nobody', 'unknown', '0 + 0', '5 + 0', 'exact'],
    ]);
  });

  it('adds up exactly, in tokens and in units, whatever is in it', () => {
    const call = fc
      .record({
        at: fc.integer({ min: 0, max: 5 }),
        user: fc.constantFrom(ALICE, LI, OWNER, undefined),
        modelKey: fc.constantFrom('known', 'assumed', 'unknown'),
        tokens: fc.option(
          fc.record({ prompt: fc.nat({ max: 300 }), completion: fc.nat({ max: 300 }) }),
          { nil: undefined },
        ),
      })
      .map((fields): LedgerCall => ledgerCall(fields));
    const block = fc
      .record({
        calls: fc.array(call, { maxLength: 6 }),
        tokens: fc.nat({ max: 2000 }),
        units: fc.bigInt(0n, 100_000n),
        hiddenCalls: fc.nat({ max: 2 }),
      })
      .map(ledgerBlock);
    const rules: DivideRules = {
      ...RULES,
      modelOf: ({ modelKey }) =>
        modelKey === 'unknown'
          ? undefined
          : { provider: 'openai', name: 'gpt-4o', isAssumed: modelKey === 'assumed' },
    };

    fc.assert(
      fc.property(block, (given) => {
        const { parts } = divideBlock(given, rules);
        const sum = { tokens: 0, units: 0n };
        for (const part of parts) {
          expect(part.promptTokens >= 0 && part.completionTokens >= 0).toBe(true);
          expect(part.promptUnits >= 0n && part.completionUnits >= 0n).toBe(true);
          sum.tokens += part.promptTokens + part.completionTokens;
          sum.units += part.promptUnits + part.completionUnits;
        }
        expect(sum).toEqual({ tokens: given.tokens, units: given.units });
      }),
    );
  });
});
