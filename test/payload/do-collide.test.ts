import { expect, it } from 'vitest';
import { billedContents, doCollide } from '../../src/payload/do-collide.ts';
import { listBilledRecords } from '../../src/payload/list-billed-records.ts';

const body = JSON.stringify({ app_records: [{ app_id: 'a', token_count: 5 }] });
const [record = { key: '', tokens: 0 }] = listBilledRecords(body);

it.each([
  ['the same record', [record], false],
  ['another record', [{ ...record, key: 'b', content: 'two' }], false],
  ['the record with other figures', [{ ...record, content: 'two' }], true],
  ['the record as nobody knows what', [{ key: record.key, tokens: 5 }], true],
  ['nothing', [], false],
])('compares a record with %s', (_, others, expected) => {
  expect(doCollide(billedContents([{ body }]), others)).toBe(expected);
});
