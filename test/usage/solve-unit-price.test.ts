import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerBlock } from '../../src/usage/ledger-block.ts';
import type { CallTokens } from '../../src/usage/ledger-call.ts';
import { solveUnitPrice } from '../../src/usage/solve-unit-price.ts';
import { priceTokens, type UnitPrice, type UnitRate } from '../../src/usage/unit-prices.ts';
import { GPT_4O, GPT_4O_MINI, ledgerBlock, ledgerCall } from '../support/ledger-calls.ts';

function blockOf(price: UnitPrice, ...tokens: CallTokens[]): LedgerBlock {
  let units = 0n;
  let sum = 0;
  for (const { prompt, completion } of tokens) {
    units += priceTokens(prompt, price.prompt) + priceTokens(completion, price.completion);
    sum += prompt + completion;
  }
  return ledgerBlock({
    calls: tokens.map((own) => ledgerCall({ tokens: own })),
    units,
    tokens: sum,
  });
}

function solve(price: UnitPrice, ...blocks: LedgerBlock[]) {
  return solveUnitPrice({ provider: price.provider, name: price.model }, blocks, 1);
}

describe('the unit price of a model', () => {
  it.each([GPT_4O, GPT_4O_MINI])('is what makes the price of two messages: %#', (price) => {
    const blocks = [
      blockOf(price, { prompt: 1000, completion: 90 }),
      blockOf(price, { prompt: 310, completion: 540 }),
    ];

    expect(solve(price, ...blocks)).toEqual(price);
  });

  it('is not known by one message, or by two of the same proportion', () => {
    const one = blockOf(GPT_4O_MINI, { prompt: 1000, completion: 100 });
    const twice = blockOf(GPT_4O_MINI, { prompt: 2000, completion: 200 });

    expect(solve(GPT_4O_MINI, one)).toBeUndefined();
    expect(solve(GPT_4O_MINI, one, twice)).toBeUndefined();
    expect(solve(GPT_4O_MINI)).toBeUndefined();
  });

  it('is not known by messages too short to tell it from its neighbours', () => {
    const blocks = [
      blockOf(GPT_4O_MINI, { prompt: 3, completion: 1 }),
      blockOf(GPT_4O_MINI, { prompt: 1, completion: 2 }),
    ];

    expect(solve(GPT_4O_MINI, ...blocks)).toBeUndefined();
  });

  it('is none when it was changed in between', () => {
    const blocks = [
      blockOf(GPT_4O, { prompt: 1000, completion: 90 }),
      blockOf(GPT_4O, { prompt: 310, completion: 540 }),
      blockOf(GPT_4O_MINI, { prompt: 700, completion: 300 }),
    ];

    expect(solve(GPT_4O, ...blocks)).toBeUndefined();
  });

  it('is the true one or none, whatever the messages', () => {
    const rate = fc
      .tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 2 }))
      .map(([digits, scale]): UnitRate => canonical(BigInt(digits), scale));
    const tokens = fc.record({
      prompt: fc.nat({ max: 20_000 }),
      completion: fc.nat({ max: 5000 }),
    });
    const calls = fc.array(fc.array(tokens, { minLength: 1, maxLength: 4 }), { maxLength: 6 });
    let solved = 0;

    fc.assert(
      fc.property(rate, rate, calls, (prompt, completion, lists) => {
        const price = { ...GPT_4O, prompt, completion };
        const found = solve(price, ...lists.map((list) => blockOf(price, ...list)));
        if (found === undefined) return;
        solved += 1;
        expect(found).toEqual(price);
      }),
      { numRuns: Number(process.env['RUNS'] ?? 1000) },
    );
    expect(solved).toBeGreaterThan(100);
  });
});

function canonical(digits: bigint, scale: number): UnitRate {
  return scale > 0 && digits % 10n === 0n ? canonical(digits / 10n, scale - 1) : { digits, scale };
}
