import { describe, expect, it } from 'vitest';
import { sumCertainty } from '../../src/usage/certainty.ts';
import { UNATTRIBUTED } from '../../src/usage/name-users.ts';
import { endUser, pricedUsage } from '../support/detail.ts';

const MODELS = { users: true, models: true, messages: true };

describe('sumCertainty', () => {
  it('says how much of an app is exact, allocated, assumed and unattributed', () => {
    const models = [
      pricedUsage(),
      pricedUsage({ user: endUser('user-2') }),
      pricedUsage({ certainty: 'allocated', promptTokens: 1 }),
      pricedUsage({ certainty: 'assumed', promptTokens: 2 }),
      pricedUsage({ user: undefined, promptTokens: 3 }),
      pricedUsage({ model: undefined, promptTokens: 4, certainty: 'allocated' }),
    ];

    expect(sumCertainty(MODELS, [], models, []).parts).toEqual([
      { kind: 'exact', tokens: 30, prices: [{ currency: 'USD', units: 1500n }] },
      { kind: 'allocated', tokens: 6, prices: [{ currency: 'USD', units: 750n }] },
      { kind: 'assumed', tokens: 7, prices: [{ currency: 'USD', units: 750n }] },
      { kind: 'unattributed', tokens: 17, prices: [{ currency: 'USD', units: 1500n }] },
    ]);
  });

  it('adds no prices of two currencies', () => {
    const models = [pricedUsage(), pricedUsage({ currency: 'CNY' })];

    expect(sumCertainty(MODELS, [], models, []).parts).toEqual([
      {
        kind: 'exact',
        tokens: 30,
        prices: [
          { currency: 'CNY', units: 750n },
          { currency: 'USD', units: 750n },
        ],
      },
    ]);
  });

  it('does not miss users where none are shown', () => {
    const needs = { users: false, models: true, messages: false };

    expect(sumCertainty(needs, [], [pricedUsage({ user: undefined })], []).parts).toMatchObject([
      { kind: 'exact', tokens: 15 },
    ]);
  });

  it('tells known users from the unattributed one in a mode without models', () => {
    const user = {
      userId: 'alice',
      userType: 'end_user',
      bucket: '2026-10',
      promptTokens: 10,
      completionTokens: 5,
      allocatedTokens: 4,
      unattributedTokens: 0,
      messages: 1,
      conversations: 1,
    } as const;
    const nobody = { ...user, ...UNATTRIBUTED, allocatedTokens: 0, unattributedTokens: 15 };

    expect(
      sumCertainty({ users: true, models: false, messages: true }, [user, nobody], [], []).parts,
    ).toEqual([
      { kind: 'exact', tokens: 11, prices: [] },
      { kind: 'allocated', tokens: 4, prices: [] },
      { kind: 'unattributed', tokens: 15, prices: [] },
    ]);
  });

  it('says that users were allocated, also of a model that is unknown or assumed', () => {
    const user = {
      userId: 'alice',
      userType: 'end_user',
      bucket: '2026-10',
      promptTokens: 10,
      completionTokens: 5,
      allocatedTokens: 15,
      unattributedTokens: 0,
      messages: 1,
      conversations: 1,
    } as const;
    const unknown = pricedUsage({ model: undefined, certainty: 'allocated' });
    const assumed = pricedUsage({ certainty: 'assumed' });

    expect(sumCertainty(MODELS, [user], [unknown], [])).toMatchObject({
      parts: [{ kind: 'unattributed', tokens: 15 }],
      users: [{ kind: 'allocated', tokens: 15, prices: [] }],
    });
    expect(sumCertainty(MODELS, [user], [assumed], [])).toMatchObject({
      parts: [{ kind: 'assumed', tokens: 15 }],
      users: [{ kind: 'allocated', tokens: 15, prices: [] }],
    });
  });

  it('adds up notes of equal bucket and cause, in order', () => {
    const note = { bucket: '2026-11', cause: 'model_unknown', tokens: 1, units: 2n } as const;
    const notes = [note, { ...note, bucket: '2026-10' }, note];

    expect(sumCertainty(MODELS, [], [], notes).notes).toEqual([
      { bucket: '2026-10', cause: 'model_unknown', tokens: 1, units: 2n },
      { bucket: '2026-11', cause: 'model_unknown', tokens: 2, units: 4n },
    ]);
  });
});
