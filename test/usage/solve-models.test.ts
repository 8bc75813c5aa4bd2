import { describe, expect, it } from 'vitest';
import type { LedgerBlock } from '../../src/usage/ledger-block.ts';
import type { ModelPuzzle } from '../../src/usage/model-puzzle.ts';
import { solveModels } from '../../src/usage/solve-models.ts';
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
    modelCalls: 1,
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
    const tokens = { prompt: 100, completion: 100 };
    const x = ledgerCall({ conversationId: 'x', tokens });
    const y = ledgerCall({ conversationId: 'y', tokens });
    const both = ledgerBlock({ calls: [x, y], tokens: 400, units: 12_500n + 750n });
    const alone = ledgerBlock({ calls: [x], tokens: 200, units: 750n });

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

  it('is not told by a price of next to nothing, which another model makes by chance', () => {
    const call = ledgerCall({ conversationId: 'c', tokens: { prompt: 10, completion: 10 } });

    expect(solve([ledgerBlock({ calls: [call], tokens: 20, units: 75n })])).toEqual(new Map());
  });

  it('is not told by what is left of a month, which has too many explanations', () => {
    const at = (minute: string) => Date.parse(`2026-10-05T10:${minute}:20Z`);
    const tokens = { prompt: 265, completion: 160 };
    const first = ledgerCall({ conversationId: 'x', at: at('41'), tokens });
    const second = ledgerCall({ conversationId: 'y', at: at('42'), tokens });
    const together = { ...second, at: first.at };
    const block = { tokens: 850, units: 2n * 1358n };

    expect(solve([ledgerBlock({ ...block, calls: [first, second] })])).toEqual(new Map());
    expect(solve([ledgerBlock({ ...block, calls: [first, together] })])).toEqual(
      new Map([
        ['x', MINI],
        ['y', MINI],
      ]),
    );
  });

  it('is not told by a sum where its candidates cost nearly the same', () => {
    const nearly: UnitPrice = {
      ...GPT_4O_MINI,
      model: 'nearly',
      completion: { digits: 61n, scale: 1 },
    };
    const calls = ['x', 'y', 'z'].map((conversationId) =>
      ledgerCall({ conversationId, tokens: { prompt: 265, completion: 160 } }),
    );
    const block = ledgerBlock({ calls, tokens: 1275, units: 3n * 1358n });
    const present = { ...MINI, savedAt: undefined };

    expect(solve([block], { present, prices: [GPT_4O_MINI, nearly] })).toEqual(new Map());
  });

  it('is none that another block of the same conversation contradicts', () => {
    const call = ledgerCall({ conversationId: 'c', tokens: { prompt: 265, completion: 160 } });
    const fits = ledgerBlock({ calls: [call], tokens: 425, units: 1358n });
    const contradicts = ledgerBlock({
      calls: [{ ...call, id: 'other' }],
      tokens: 425,
      units: 1400n,
    });

    expect(solve([fits])).toEqual(new Map([['c', MINI]]));
    expect(solve([fits, contradicts])).toEqual(new Map());
  });

  const generations = (...costs: (readonly [tokens: number, units: bigint])[]) =>
    costs.map(([tokens, units], place) => {
      const call = ledgerCall({ modelKey: `minute ${place}`, tokens: undefined });
      return ledgerBlock({ calls: [call], tokens, units });
    });

  it('of generations is found when chance would hardly find a split for all of them', () => {
    const present = { ...MINI, savedAt: undefined };
    const blocks = generations([115, 578n], [104, 498n], [165, 873n]);

    expect(solve(blocks, { present })).toEqual(
      new Map([
        ['minute 0', MINI],
        ['minute 1', MINI],
        ['minute 2', MINI],
      ]),
    );
    expect(solve(blocks.slice(0, 1), { present })).toEqual(new Map());
  });

  it('of generations is not found when one of them ran on a model that nobody knows', () => {
    const blocks = generations([115, 578n], [104, 498n], [165, 873n], [100, 1200n]);

    expect(solve(blocks)).toEqual(new Map());
  });

  it('of generations is not told where a model of a round price makes what it makes by another split', () => {
    // 450 + 150 tokens at 5 and 15 dollars a million cost what 200 + 400 of gpt-4o do.
    const alike = generations([600, 45_000n]);

    expect(solve(alike)).toEqual(new Map());
  });

  it('of generations is not told where all of them cost one rate, as another model of that rate would', () => {
    const present = { ...MINI, savedAt: undefined };
    const flat = generations([115, 690n], [104, 624n], [165, 990n], [182, 1092n]);

    expect(solve(flat, { present })).toEqual(new Map());
  });

  it('of generations is found where a minute can only be asked for with the next one', () => {
    const present = { ...MINI, savedAt: undefined };
    const [first, ...others] = generations([182, 800n], [104, 498n], [115, 578n], [165, 873n]);
    const before = Date.parse('2026-10-05T10:40:59Z');
    const calls = [
      ledgerCall({ modelKey: 'minute before', at: before, tokens: undefined }),
      ...(first?.calls.map((call) => ({ ...call, at: before + 1000 })) ?? []),
    ];
    const block = ledgerBlock({ calls, tokens: 182, units: 800n });

    expect(solve([block, ...others], { present }).get('minute before')).toEqual(MINI);
    const later = calls.map((call, place) => ({ ...call, at: before + place * 60_000 }));
    expect(solve([{ ...block, calls: later }, ...others], { present }).has('minute before')).toBe(
      false,
    );
  });

  it('of generations of several minutes is not guessed from their sum', () => {
    const blocks = generations([115, 578n], [104, 498n], [165, 873n]);
    const calls = blocks.flatMap((block) => block.calls);

    expect(solve([ledgerBlock({ calls, tokens: 384, units: 1949n })])).toEqual(new Map());
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
    const call = ledgerCall({
      conversationId: 'c',
      tokens: { prompt: 26_500, completion: 16_000 },
    });
    const block = ledgerBlock({ calls: [call], tokens: 42_500, units: 135_753n });

    expect(solve([block])).toEqual(new Map());
    expect(solve([block], { modelCalls: 20 })).toEqual(new Map([['c', MINI]]));
  });

  it('of an agent is not told by a price that its rounding leaves open to nearly equal ones', () => {
    const call = ledgerCall({ conversationId: 'c', tokens: { prompt: 265, completion: 160 } });
    const block = ledgerBlock({ calls: [call], tokens: 425, units: 1361n });

    expect(solve([block], { modelCalls: 20 })).toEqual(new Map());
  });
});
