import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextFileNames, parseFileName, partFileNames } from '../../src/spool/spool-file-name.ts';

const a = 'a'.repeat(32);
const b = 'b'.repeat(32);
const now = Date.parse('2026-11-24T09:51:29.123Z');

describe('nextFileNames', () => {
  it('tells when, in which order and what', () => {
    expect(nextFileNames([], now, [b, a])).toEqual([
      `20261124T095129123Z-000001-${b}.json`,
      `20261124T095129123Z-000002-${a}.json`,
    ]);
  });

  it('goes on after the newest when the clock was set back', () => {
    const existing = [
      `20261231T235959999Z-000001-${a}.json`,
      `20261124T095129123Z-000001-${b}.json`,
      'README',
    ];

    expect(nextFileNames(existing, now, [a])).toEqual([`20270101T000000000Z-000001-${a}.json`]);
  });

  it('sorts every new name after every old one, whatever the clock does', () => {
    const clock = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2090, 0) });
    const puts = fc.array(fc.tuple(clock, fc.integer({ min: 1, max: 12 })), { maxLength: 20 });

    fc.assert(
      fc.property(puts, (each) => {
        let names: readonly string[] = [];
        for (const [nowMs, count] of each) {
          names = [...names, ...nextFileNames(names, nowMs, Array(count).fill(a))];
        }
        expect(names.toSorted()).toEqual(names);
      }),
    );
  });
});

describe('partFileNames', () => {
  it('sorts parts, and parts of parts, in the place of the whole', () => {
    const [first = '', second = '', third = ''] = nextFileNames([], now, [a, a, a]);
    const [left = '', right = ''] = partFileNames(second, [b, a]);
    const parts = partFileNames(left, [b, b]);

    expect(left).toBe(`20261124T095129123Z-000002a-${b}.json`);
    const inOrder = [first, ...parts, right, third];
    expect(inOrder.toSorted()).toEqual(inOrder);
  });
});

describe('parseFileName', () => {
  it('reads what the others write', () => {
    expect(parseFileName(`20261124T095129123Z-000002ab-${b}.json`)).toEqual({
      timestamp: '20261124T095129123Z',
      sequence: '000002ab',
      id: b,
    });
  });

  it.each([
    'README.json',
    `20261124T095129123Z-000002-${b}.json.0a1b2c3d.tmp`,
    `20269924T095129123Z-000002-${b}.json`,
    `20261124T095129123Z-000002-${b.toUpperCase()}.json`,
  ])('does not know %s', (name) => {
    expect(parseFileName(name)).toBeUndefined();
  });
});
