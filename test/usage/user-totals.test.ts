import { describe, expect, it } from 'vitest';
import type { Amount } from '../../src/usage/amounts.ts';
import { nameUsers } from '../../src/usage/name-users.ts';
import { sumUsers } from '../../src/usage/user-totals.ts';
import { account, endUser, userUsage } from '../support/detail.ts';

describe('sumUsers', () => {
  it('gives what nobody can be found for to one unattributed user per bucket', () => {
    const users = [
      userUsage({ promptTokens: 10, completionTokens: 5 }),
      userUsage({ user: undefined, promptTokens: 20, completionTokens: 0, messages: 2 }),
    ];

    expect(sum(users, [amount({ tokens: 100 })])).toEqual([
      named('user-1', { promptTokens: 10, completionTokens: 5, messages: 1, conversations: 1 }),
      named('unattributed', {
        promptTokens: 85,
        unattributedTokens: 85,
        messages: 2,
        conversations: 1,
      }),
    ]);
  });

  it('compares with all currencies of a bucket together', () => {
    const amounts = [amount({ tokens: 10 }), amount({ tokens: 5, currency: 'CNY' })];

    expect(sum([userUsage()], amounts)).toHaveLength(1);
  });

  it('keeps a user whose only message failed, and leaves out one of nothing at all', () => {
    const nothing = { promptTokens: 0, completionTokens: 0 };
    const users = [
      userUsage({ ...nothing, user: endUser('failed'), messages: 1 }),
      userUsage({ ...nothing, user: endUser('silent'), messages: 0, conversations: 0 }),
    ];

    expect(sum(users, []).map(({ userId }) => userId)).toEqual(['failed']);
  });

  it('merges users of equal session within a kind', () => {
    const users = [
      userUsage({ user: endUser('web', 'alice') }),
      userUsage({ user: endUser('api', 'alice') }),
      userUsage({ user: account('account-1', 'alice') }),
    ];
    const nameOf = nameUsers('session', [{ users, models: [], notes: [] }]);

    expect(sumUsers('app-1', users, [amount({ tokens: 45 })], nameOf)).toEqual([
      named('alice', { promptTokens: 20, completionTokens: 10, messages: 2, conversations: 2 }),
      {
        ...named('alice', { promptTokens: 10, completionTokens: 5, messages: 1, conversations: 1 }),
        userType: 'account',
      },
    ]);
  });

  it('throws when the users of an app have more than the app', () => {
    expect(() => sum([userUsage()], [amount({ tokens: 14 })])).toThrow(
      new TypeError('The users of the app app-1 have more tokens than it in 2026-10'),
    );
  });
});

function sum(users: Parameters<typeof sumUsers>[1], amounts: readonly Amount[]) {
  return sumUsers('app-1', users, amounts, nameUsers('id', []));
}

function amount(overrides: Partial<Amount>): Amount {
  return { bucket: '2026-10', currency: 'USD', tokens: 0, units: 0n, ...overrides };
}

function named(userId: string, counts: object) {
  const nothing = {
    promptTokens: 0,
    completionTokens: 0,
    allocatedTokens: 0,
    unattributedTokens: 0,
    messages: 0,
    conversations: 0,
  };
  return { bucket: '2026-10', userId, userType: 'end_user', ...nothing, ...counts };
}
