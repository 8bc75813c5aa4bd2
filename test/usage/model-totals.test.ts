import { describe, expect, it } from 'vitest';
import { sumModels } from '../../src/usage/model-totals.ts';
import { nameUsers } from '../../src/usage/name-users.ts';
import { account, endUser, OPENAI, pricedUsage } from '../support/detail.ts';

const AMOUNT = { bucket: '2026-10', currency: 'USD', tokens: 15, units: 750n };

describe('sumModels', () => {
  it('calls what no row names unknown', () => {
    const usage = pricedUsage({ user: undefined, provider: undefined, model: undefined });

    expect(sum([usage])).toEqual([
      {
        bucket: '2026-10',
        userId: 'unattributed',
        userType: 'end_user',
        provider: 'unknown',
        model: 'unknown',
        currency: 'USD',
        promptTokens: 10,
        completionTokens: 5,
        promptUnits: 250n,
        completionUnits: 500n,
        executions: 1,
      },
    ]);
  });

  it('merges users of equal session on the same model only', () => {
    const models = [
      pricedUsage({ user: endUser('web', 'alice') }),
      pricedUsage({ user: endUser('api', 'alice') }),
      pricedUsage({ user: endUser('api', 'alice'), model: 'gpt-4o-mini' }),
    ];
    const nameOf = nameUsers('session', [{ users: [], models, notes: [] }]);
    const amounts = [{ ...AMOUNT, tokens: 45, units: 2250n }];

    expect(sumModels('app-1', models, amounts, nameOf)).toMatchObject([
      { userId: 'alice', provider: OPENAI, model: 'gpt-4o', promptUnits: 500n, executions: 2 },
      { userId: 'alice', provider: OPENAI, model: 'gpt-4o-mini', promptUnits: 250n },
    ]);
  });

  it('keeps an end user and an account of the same id apart', () => {
    const models = [
      pricedUsage({ user: endUser('same'), promptTokens: 4, completionTokens: 5 }),
      pricedUsage({
        user: account('same'),
        promptTokens: 6,
        completionTokens: 0,
        promptUnits: 0n,
        completionUnits: 0n,
      }),
    ];

    expect(sum(models)).toMatchObject([{ userType: 'end_user' }, { userType: 'account' }]);
  });

  it('leaves out a model of nothing at all', () => {
    const nothing = { promptTokens: 0, completionTokens: 0, promptUnits: 0n, completionUnits: 0n };

    expect(sum([pricedUsage(), pricedUsage({ ...nothing, model: 'gpt-4o-mini' })])).toHaveLength(1);
  });

  it.each([
    ['tokens', { promptTokens: 11 }],
    ['price', { completionUnits: 501n }],
    ['currency', { currency: 'CNY' }],
    ['bucket', { bucket: '2026-11' }],
  ])('throws when the models do not add up to the app in %s', (_, overrides) => {
    expect(() => sum([pricedUsage(overrides)])).toThrow(
      /The models of the app app-1 do not add up to it in \["2026-1/,
    );
  });
});

function sum(models: Parameters<typeof sumModels>[1]) {
  return sumModels('app-1', models, [AMOUNT], nameUsers('id', []));
}
