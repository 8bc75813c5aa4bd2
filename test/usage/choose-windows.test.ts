import { describe, expect, it } from 'vitest';
import { chooseWindows } from '../../src/usage/choose-windows.ts';
import { type LedgerCall, userKey } from '../../src/usage/ledger-call.ts';
import { ALICE, LI, ledgerCall, OWNER } from '../support/ledger-calls.ts';

const cell = (place: number, ...users: (typeof ALICE)[]) => ({
  place,
  group: 'october',
  calls: users.map((user) => ledgerCall({ user })),
});
const byUser = ({ user }: LedgerCall) => userKey(user);
const bounds = (windows: readonly { readonly first: number; readonly last: number }[]) =>
  windows.map(({ first, last }) => [first, last]);

describe('the windows that are asked', () => {
  it('join neighbours of one pair, and leave out the pair that has the rest', () => {
    const cells = [cell(1, ALICE), cell(2, LI), cell(3, LI), cell(4, ALICE), cell(5, OWNER)];

    expect(bounds(chooseWindows(cells, byUser, true))).toEqual([
      [2, 3],
      [5, 5],
    ]);
  });

  it('hold every minute on its own where something is hidden', () => {
    const cells = [cell(1, ALICE), cell(2, LI), cell(3, LI)];

    expect(bounds(chooseWindows(cells, byUser, false))).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('hold mixed minutes alone', () => {
    const cells = [cell(1, ALICE), cell(2, ALICE, LI), cell(3, ALICE), cell(4, LI), cell(5, LI)];

    expect(bounds(chooseWindows(cells, byUser, true))).toEqual([
      [2, 2],
      [4, 5],
    ]);
  });

  it('do not reach from one request of the ledger into another', () => {
    const cells = [cell(1, LI), { ...cell(2, LI), group: 'night' }, cell(3, ALICE)];

    expect(bounds(chooseWindows(cells, byUser, true))).toEqual([[3, 3]]);
    const more = [
      ...cells,
      cell(5, LI),
      cell(6, ALICE),
      cell(7, LI),
      cell(8, ALICE),
      cell(9, OWNER),
    ];
    expect(bounds(chooseWindows(more, byUser, true))).toEqual([
      [3, 3],
      [6, 6],
      [8, 8],
      [9, 9],
    ]);
  });
});
