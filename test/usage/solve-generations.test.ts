import { describe, expect, it } from 'vitest';
import { solveGenerations } from '../../src/usage/solve-generations.ts';
import { priceTokens, type UnitRate } from '../../src/usage/unit-prices.ts';
import { GPT_4O, GPT_4O_MINI, ledgerBlock, ledgerCall } from '../support/ledger-calls.ts';
import { seededChance } from '../support/seeded-chance.ts';

const rate = (digits: number, scale = 0): UnitRate => ({ digits: BigInt(digits), scale });

/** Price lists of models that no node row names, in units per token. */
const UNSEEN = [
  ['5 and 15 dollars a million', rate(50), rate(150)],
  ['3 and 15', rate(30), rate(150)],
  ['2 and 8', rate(20), rate(80)],
  ['1.25 and 10', rate(125, 1), rate(100)],
  ['1.25 and 5', rate(125, 1), rate(50)],
  ['0.8 and 4', rate(8), rate(40)],
  ['0.5 and 1.5', rate(5), rate(15)],
  ['0.1 and 0.4', rate(1), rate(4)],
  ['0.6 for both', rate(6), rate(6)],
  ['0.18 for both', rate(18, 1), rate(18, 1)],
  ['10 for both', rate(100), rate(100)],
] as const;
const HISTORIES = 100;

describe('generations of a model that nobody sees', () => {
  it.each(UNSEEN)(
    'of %s are hardly ever taken for a model that is seen',
    (_, prompt, completion) => {
      const chance = seededChance(1);
      const below = (count: number) => Math.floor(chance() * count);

      for (const count of [1, 2, 3, 4, 5, 6]) {
        let lies = 0;
        for (let history = 0; history < HISTORIES; history += 1) {
          const blocks = Array.from({ length: count }, (_, place) => {
            const [asked, answered] = [20 + below(480), 20 + below(480)];
            return ledgerBlock({
              calls: [ledgerCall({ modelKey: `minute ${place}`, tokens: undefined })],
              tokens: asked + answered,
              units: priceTokens(asked, prompt) + priceTokens(answered, completion),
            });
          });
          for (const present of [GPT_4O, GPT_4O_MINI]) {
            const found = solveGenerations({
              blocks,
              known: new Map(),
              prices: [GPT_4O, GPT_4O_MINI],
              present: { provider: present.provider, name: present.model, savedAt: undefined },
              modelCalls: 1,
            });
            if (found.size > 0) lies += 1;
          }
        }
        expect(lies).toBeLessThanOrEqual(HISTORIES / 50);
      }
    },
  );
});

it('generations of a model that is seen are found when there are some of them', () => {
  const blocks = [
    [265, 160],
    [26, 27],
    [310, 95],
    [41, 333],
  ].map(([asked = 0, answered = 0], place) =>
    ledgerBlock({
      calls: [ledgerCall({ modelKey: `minute ${place}`, tokens: undefined })],
      tokens: asked + answered,
      units: BigInt(25 * asked + 100 * answered),
    }),
  );
  const present = { provider: 'openai', name: 'gpt-4o', savedAt: undefined };
  const puzzle = { known: new Map(), prices: [GPT_4O, GPT_4O_MINI], present, modelCalls: 1 };

  expect(solveGenerations({ ...puzzle, blocks }).size).toBe(4);
  expect(solveGenerations({ ...puzzle, blocks: blocks.slice(1) }).size).toBe(0);
});
