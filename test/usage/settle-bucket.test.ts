import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settleBucket } from '../../src/usage/settle-bucket.ts';
import { ledgerBlock, ledgerCall } from '../support/ledger-calls.ts';

describe('a bucket', () => {
  it('is its blocks and what they leave of the ledger', () => {
    const [x, y] = [ledgerCall(), ledgerCall()];
    const whole = ledgerBlock({ calls: [x, y], tokens: 30, units: 100n });
    const block = ledgerBlock({ calls: [x], tokens: 15, units: 40n });

    expect(settleBucket(whole, [block])).toEqual({
      blocks: [block],
      rest: ledgerBlock({ calls: [y], tokens: 15, units: 60n }),
    });
  });

  it('gives up the newest blocks when they hold more than the ledger of a moment before', () => {
    const [old, fresh] = [ledgerCall({ at: 1 }), ledgerCall({ at: 2 })];
    const whole = ledgerBlock({ calls: [old, fresh], tokens: 15, units: 40n });
    const blocks = [
      ledgerBlock({ calls: [fresh], tokens: 15, units: 60n }),
      ledgerBlock({ calls: [old], tokens: 15, units: 40n }),
    ];

    expect(settleBucket(whole, blocks)).toEqual({
      blocks: [ledgerBlock({ calls: [old], tokens: 15, units: 40n })],
      rest: ledgerBlock({ calls: [fresh], tokens: 0, units: 0n }),
    });
  });

  it('always adds up to the ledger and never has a negative rest', () => {
    const amounts = fc.record({ tokens: fc.nat({ max: 100 }), units: fc.bigInt(0n, 100n) });
    fc.assert(
      fc.property(amounts, fc.array(amounts, { maxLength: 6 }), (ledger, parts) => {
        const blocks = parts.map((part, at) =>
          ledgerBlock({ ...part, calls: [ledgerCall({ at })] }),
        );
        const calls = blocks.flatMap((block) => block.calls);
        const settled = settleBucket(ledgerBlock({ ...ledger, calls }), blocks);

        const all = [...settled.blocks, settled.rest];
        expect(all.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(ledger.tokens);
        expect(all.reduce((sum, { units }) => sum + units, 0n)).toBe(ledger.units);
        expect(all.every(({ tokens, units }) => tokens >= 0 && units >= 0n)).toBe(true);
        expect(all.flatMap((block) => [...block.calls])).toHaveLength(calls.length);
      }),
    );
  });
});
