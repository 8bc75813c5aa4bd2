import { describe, expect, it } from 'vitest';
import type { LedgerBlock } from '../../src/usage/ledger-block.ts';
import { type ModelPuzzle, solveModels } from '../../src/usage/solve-models.ts';
import type { UnitPrice } from '../../src/usage/unit-prices.ts';
import { GPT_4O, GPT_4O_MINI, ledgerBlock, ledgerCall } from '../support/ledger-calls.ts';

const PRESENT = { provider: 'openai', name: 'gpt-4o', savedAt: undefined };
const MINI = { provider: 'openai', name: 'gpt-4o-mini' };
const BIG = { provider: 'openai', name: 'gpt-4o' };

function solve(blocks: readonly LedgerBlock[], puzzle: Partial<ModelPuzzle> = {}) {
  return solveModels({
    blocks,
    known: new Map(),
    prices: [GPT_4O, GPT_4O_MINI],
    present: PRESENT,
    unitsPerCall: 1,
    ...puzzle,
  });
}

describe('an unknown model', () => {
  it('is the only one that explains the price of its minute', () => {
    const call = ledgerCall({ conversationId: 'c', tokens: { prompt: 265, completion: 160 } });
    const block = ledgerBlock({ calls: [call], tokens: 425, units: 1358n });

    expect(solve([block])).toEqual(new Map([['c', MINI]]));
  });

  it('stays unknown when no model explains the price, or two do', () => {
    const call = ledgerCall({ conversationId: 'c', tokens: { prompt: 265, completion: 160 } });
    const twin: UnitPrice = { ...GPT_4O_MINI, provider: 'azure' };
    const block = (units: bigint) => ledgerBlock({ calls: [call], tokens: 425, units });

    expect(solve([block(1400n)])).toEqual(new Map());
    expect(solve([block(1358n)], { prices: [GPT_4O, GPT_4O_MINI, twin] })).toEqual(new Map());
  });

  it('is found in mixed minutes by trying every combination', () => {
    const calls = [
      ledgerCall({ conversationId: 'x', tokens: { prompt: 265, completion: 160 } }),
      ledgerCall({ conversationId: 'y', tokens: { prompt: 26, completion: 26 } }),
      ledgerCall({ conversationId: 'z', tokens: { prompt: 26, completion: 26 } }),
    ];
    const block = ledgerBlock({ calls, tokens: 529, units: 1358n + 2n * 3250n });

    expect(solve([block])).toEqual(
      new Map([
        ['x', MINI],
        ['y', BIG],
        ['z', BIG],
      ]),
    );
  });

  it('that one minute tells helps in another one', () => {
    const tokens = { prompt: 10, completion: 10 };
    const x = ledgerCall({ conversationId: 'x', tokens });
    const y = ledgerCall({ conversationId: 'y', tokens });
    const both = ledgerBlock({ calls: [x, y], tokens: 40, units: 1250n + 75n });
    const alone = ledgerBlock({ calls: [x], tokens: 20, units: 75n });

    expect(solve([both])).toEqual(new Map());
    expect(solve([both, alone])).toEqual(
      new Map([
        ['x', MINI],
        ['y', BIG],
      ]),
    );
  });

  it('is not taken for a known one while the price of the present model is not known', () => {
    const call = ledgerCall({ conversationId: 'c', tokens: { prompt: 265, completion: 160 } });
    const block = ledgerBlock({ calls: [call], tokens: 425, units: 1358n });
    const present = { provider: 'anthropic', name: 'claude', savedAt: undefined };

    expect(solve([block], { present })).toEqual(new Map());
  });

  it('is found by any of the prices that it had', () => {
    const repriced: UnitPrice = { ...GPT_4O_MINI, completion: { digits: 12n, scale: 0 } };
    const call = ledgerCall({ conversationId: 'c', tokens: { prompt: 100, completion: 100 } });
    const block = ledgerBlock({ calls: [call], tokens: 200, units: 1350n });

    expect(solve([block], { prices: [GPT_4O, GPT_4O_MINI, repriced] })).toEqual(
      new Map([['c', MINI]]),
    );
  });

  it('is not looked for in a minute that holds more than is listed', () => {
    const call = ledgerCall({ conversationId: 'c', tokens: { prompt: 265, completion: 160 } });
    const block = ledgerBlock({ calls: [call], tokens: 500, units: 1358n });

    expect(solve([block])).toEqual(new Map());
  });

  it('of a generation is found by the split that its price allows', () => {
    const call = ledgerCall({ modelKey: 'minute', tokens: undefined });
    const block = ledgerBlock({ calls: [call], tokens: 115, units: 578n });

    expect(solve([block])).toEqual(new Map([['minute', MINI]]));
  });

  it('of a generation is not looked for beside hidden ones', () => {
    const call = ledgerCall({ modelKey: 'minute', tokens: undefined });
    const block = ledgerBlock({ calls: [call], tokens: 115, units: 578n, hiddenCalls: 1 });

    expect(solve([block])).toEqual(new Map());
  });

  it('of two kinds of generations in one minute is not guessed from their sum', () => {
    const calls = [
      ledgerCall({ modelKey: 'minute console', tokens: undefined }),
      ledgerCall({ modelKey: 'minute', tokens: undefined }),
    ];
    const block = ledgerBlock({ calls, tokens: 115, units: 578n });
    const known = new Map([['minute', BIG]]);

    expect(solve([block], { known })).toEqual(new Map());
  });

  it('of an agent is found although its message is a sum of rounded calls', () => {
    const call = ledgerCall({ conversationId: 'c', tokens: { prompt: 265, completion: 160 } });
    const block = ledgerBlock({ calls: [call], tokens: 425, units: 1361n });

    expect(solve([block])).toEqual(new Map());
    expect(solve([block], { unitsPerCall: 20 })).toEqual(new Map([['c', MINI]]));
  });
});
