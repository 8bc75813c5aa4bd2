import { expect, it } from 'vitest';
import { doCollide } from '../../src/payload/do-collide.ts';

const record = { key: 'a', tokens: 5, content: 'one' };

it.each([
  ['the same record', [record], false],
  ['another record', [{ ...record, key: 'b', content: 'two' }], false],
  ['the record with other figures', [{ ...record, content: 'two' }], true],
  ['the record as nobody knows what', [{ key: 'a', tokens: 5 }], true],
  ['nothing', [], false],
])('compares a record with %s', (_, others, expected) => {
  expect(doCollide([record], others)).toBe(expected);
});
