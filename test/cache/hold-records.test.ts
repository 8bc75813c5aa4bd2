import { expect, it } from 'vitest';
import { holdRecords } from '../../src/cache/hold-records.ts';
import { cachedRecord } from '../support/cache.ts';

const FIRST = Date.parse('2026-10-05T23:59:59Z');
const NEXT = Date.parse('2026-10-06T00:00:00Z');

it('gives the records back by UTC day, in the order in which they came', () => {
  const held = holdRecords();
  const records = [
    cachedRecord({ id: 'b', at: NEXT }),
    cachedRecord({ id: 'a', at: FIRST, tokens: 7, units: [{ currency: 'USD', units: -25n }] }),
    cachedRecord({ id: 'a', at: NEXT }),
  ];
  for (const record of records) held.add(record);

  expect([...held.days()]).toEqual([[records[0], records[2]], [records[1]]]);
});

it('holds more than it packs at once, before and after it was told to pack', () => {
  const held = holdRecords();
  const records = Array.from({ length: 3000 }, (_, place) =>
    cachedRecord({ id: `r-${place}`, at: FIRST, value: { text: '李雷\n"\\' } }),
  );
  for (const record of records.slice(0, 2000)) held.add(record);
  held.pack();
  for (const record of records.slice(2000)) held.add(record);

  expect([...held.days()]).toEqual([records]);
});

it('is empty until something is added that has a day', () => {
  const held = holdRecords();
  held.add(cachedRecord({ at: Date.parse('+010000-01-01T00:00:00Z') }));
  expect(held.isEmpty()).toBe(true);
  expect([...held.days()]).toEqual([]);

  held.add(cachedRecord({ at: FIRST }));
  expect(held.isEmpty()).toBe(false);
});
