import { expect, it } from 'vitest';
import type { ListedCall } from '../../src/collect/listed-call.ts';
import { tabulateCalls } from '../../src/collect/tabulate-calls.ts';
import { ALICE, LI, ledgerCall } from '../support/ledger-calls.ts';

const AT = Date.parse('2026-10-05T10:41:20Z');

it('gives back what was added, bucket by bucket, in the order in which it came', () => {
  const calls = [
    listedCall({ id: '0f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30', bucket: 'b' }),
    listedCall({ id: 'not-a-uuid', bucket: 'a', tokens: undefined, user: undefined }),
    listedCall({ id: 'FF2C1B7E-0D3A-4C55-8E61-2B7F4A9D1C30', bucket: 'b', user: LI }),
    listedCall({ at: AT + 1, bucket: 'b', isConsole: true, tokens: { prompt: 0, completion: 0 } }),
    listedCall({ bucket: 'b', tokens: { prompt: Number.MAX_SAFE_INTEGER, completion: 1 } }),
  ];
  const table = tabulateCalls(calls);

  expect(table.buckets).toEqual(['b', 'a']);
  expect([...table.of('a')]).toEqual([calls[1]]);
  expect([...table]).toEqual([calls[0], calls[2], calls[3], calls[4], calls[1]]);
});

it('gives back as many as there are, and the same ones each time', () => {
  const calls = Array.from({ length: 1100 }, (_, place) => listedCall({ at: AT + place }));
  const table = tabulateCalls(calls);

  expect(table.countOf('2026-10')).toBe(1100);
  expect([...table.of('2026-10')]).toEqual(calls);
  expect([...table.of('2026-10')]).toEqual(calls);
});

it.each([
  undefined,
  { prompt: 2 ** 32 - 2, completion: 2 ** 32 - 2 },
  { prompt: 2 ** 32 - 1, completion: 2 ** 32 - 1 },
  { prompt: 2 ** 32 - 1, completion: 0 },
  { prompt: 0, completion: 2 ** 32 },
])('holds the tokens of a message as they are: %j', (tokens) => {
  const call = listedCall({ id: '0f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30', tokens });

  expect([...tabulateCalls([call])]).toEqual([call]);
});

it('has nothing of a bucket that nobody called in', () => {
  const table = tabulateCalls();

  expect(table.countOf('2026-10')).toBe(0);
  expect([...table.of('2026-10')]).toEqual([]);
});

it('keeps the calls of a conversation apart that differ in what they mostly share', () => {
  const conversation = { id: 'c', createdAt: AT, model: undefined, isRead: true };
  const calls = [
    listedCall({ conversation, modelKey: 'c', user: ALICE }),
    listedCall({ conversation, modelKey: 'd', user: ALICE }),
    listedCall({ conversation, modelKey: 'c', user: LI }),
  ];

  expect([...tabulateCalls(calls)]).toEqual(calls);
});

function listedCall(fields: Partial<ListedCall>): ListedCall {
  const call = ledgerCall(fields);
  const window = {
    start: '2026-10-05 00:00',
    end: '2026-10-06 00:00',
    from: AT,
    to: AT + 60_000,
    attribution: { kind: 'by-date', buckets: [], timeZone: 'UTC' },
  } as const;
  const cell = { from: AT, to: AT + 60_000, bucket: call.bucket, window };
  const conversation = { id: 'c', createdAt: AT, model: undefined, isRead: false };
  return { cell, conversation, ...fields, ...call };
}
