import { describe, expect, it } from 'vitest';
import { nameUsers } from '../../src/usage/name-users.ts';
import { account, endUser, modelUsage, userUsage } from '../support/detail.ts';

describe('nameUsers', () => {
  it("names users by Dify's id unless sessions are asked for", () => {
    const nameOf = nameUsers('id', [detail(endUser('user-1', 'alice'))]);

    expect(nameOf(endUser('user-1', 'alice'))).toEqual({ userId: 'user-1', userType: 'end_user' });
  });

  it("names an end user by the caller's value and an account by its e-mail", () => {
    const users = [endUser('user-1', 'alice'), account('account-1', 'admin@example.com')];
    const nameOf = nameUsers('session', users.map(detail));

    expect(users.map(nameOf)).toEqual([
      { userId: 'alice', userType: 'end_user' },
      { userId: 'admin@example.com', userType: 'account' },
    ]);
  });

  it('keeps the id of a user without a session, or with an empty one', () => {
    const nameOf = nameUsers('session', [detail(endUser('user-1', '')), detail(endUser('user-2'))]);

    expect(nameOf(endUser('user-1', '')).userId).toBe('user-1');
    expect(nameOf(endUser('user-2')).userId).toBe('user-2');
  });

  it('finds the e-mail of an account that only another app tells', () => {
    const nameOf = nameUsers('session', [
      detail(account('account-1')),
      {
        users: [],
        models: [modelUsage({ user: account('account-1', 'a@example.com') })],
        notes: [],
      },
    ]);

    expect(nameOf(account('account-1')).userId).toBe('a@example.com');
  });

  it('chooses the same of two spellings whatever the order of the apps', () => {
    const details = [detail(account('account-1', 'b@x')), detail(account('account-1', 'a@x'))];
    const user = account('account-1');

    expect(nameUsers('session', details)(user).userId).toBe('a@x');
    expect(nameUsers('session', details.toReversed())(user).userId).toBe('a@x');
  });

  it('does not take an account for an end user of the same id', () => {
    const nameOf = nameUsers('session', [detail(endUser('same', 'alice'))]);

    expect(nameOf(account('same'))).toEqual({ userId: 'same', userType: 'account' });
  });

  it('takes nobody’s name from a caller who has it', () => {
    const nameOf = nameUsers('session', [detail(endUser('caller', 'unattributed'))]);

    expect(nameOf(endUser('caller'))).toEqual({ userId: 'caller', userType: 'end_user' });
  });

  it('calls nobody unattributed', () => {
    expect(nameUsers('session', [])(undefined)).toEqual({
      userId: 'unattributed',
      userType: 'end_user',
    });
  });
});

function detail(user: ReturnType<typeof endUser>) {
  return { users: [userUsage({ user })], models: [], notes: [] };
}
