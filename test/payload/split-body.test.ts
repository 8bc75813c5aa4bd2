import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitBody, splitPayload } from '../../src/payload/split-body.ts';

const body = '{"m":"all","a":[{"i":1},{"i":2},{"i":3}],"w":[{"i":4},{"i":5}]}';

describe('splitBody', () => {
  it('leaves a body alone that fits', () => {
    expect(splitBody(body, body.length)).toEqual([body]);
    expect(splitBody(body, 4_000_000)).toEqual([body]);
  });

  it('packs the records in order and repeats the scalars', () => {
    expect(splitBody(body, 40)).toEqual([
      '{"m":"all","a":[{"i":1},{"i":2}]}',
      '{"m":"all","a":[{"i":3}],"w":[{"i":4}]}',
      '{"m":"all","w":[{"i":5}]}',
    ]);
  });

  it('uses the limit to the last byte', () => {
    expect(splitBody(body, 39)[1]).toBe('{"m":"all","a":[{"i":3}],"w":[{"i":4}]}');
    expect(splitBody(body, 38)[1]).toBe('{"m":"all","a":[{"i":3}]}');
  });

  it('leaves an empty array out of the parts', () => {
    expect(splitBody('{"a":[{"i":1},{"i":2}],"w":[]}', 20)).toEqual([
      '{"a":[{"i":1}]}',
      '{"a":[{"i":2}]}',
    ]);
  });

  it('counts bytes, not characters', () => {
    const wide = '{"a":[{"n":"課"},{"n":"課"}]}';

    expect(splitBody(wide, 29)).toEqual(['{"a":[{"n":"課"}]}', '{"a":[{"n":"課"}]}']);
    expect(wide).toHaveLength(27);
  });

  it('gives a record over the limit a body of its own', () => {
    const big = `{"i":"${'x'.repeat(50)}"}`;

    expect(splitBody(`{"a":[{"i":1},${big},{"i":2}]}`, 20)).toEqual([
      '{"a":[{"i":1}]}',
      `{"a":[${big}]}`,
      '{"a":[{"i":2}]}',
    ]);
  });

  it('puts no more records into a body than it may', () => {
    expect(splitBody(body, 4_000_000, 2)).toEqual([
      '{"m":"all","a":[{"i":1},{"i":2}]}',
      '{"m":"all","a":[{"i":3}],"w":[{"i":4}]}',
      '{"m":"all","w":[{"i":5}]}',
    ]);
    expect(splitBody(body, 4_000_000, 5)).toEqual([body]);
  });

  it('returns what has no records as it is, whatever its size', () => {
    expect(splitBody('{"a":"xxxxxxxxxx"}', 5)).toEqual(['{"a":"xxxxxxxxxx"}']);
  });

  it('loses and repeats no record and keeps to the limit', () => {
    const record = fc.record({ id: fc.string({ unit: 'grapheme', maxLength: 30 }) });
    const records = fc.array(record, { maxLength: 20 });

    fc.assert(
      fc.property(records, records, fc.integer({ min: 1, max: 400 }), (first, second, maxBytes) => {
        const whole = { mode: 'all', app_records: first, model_records: second };
        const parts = splitBody(JSON.stringify(whole), maxBytes);
        const parsed = parts.map((part) => JSON.parse(part));

        expect(parsed.flatMap((part) => part.app_records ?? [])).toEqual(first);
        expect(parsed.flatMap((part) => part.model_records ?? [])).toEqual(second);
        for (const [index, part] of parts.entries()) {
          const { mode, app_records = [], model_records = [] } = parsed[index];
          expect(mode).toBe('all');
          const fits = Buffer.byteLength(part) <= maxBytes;
          expect(fits || app_records.length + model_records.length <= 1).toBe(true);
        }
      }),
    );
  });

  it('fills every body before it opens the next', () => {
    const sizes = fc.array(fc.string({ maxLength: 30 }), { minLength: 1, maxLength: 20 });

    fc.assert(
      fc.property(sizes, fc.integer({ min: 20, max: 200 }), (ids, maxBytes) => {
        const parts = splitBody(JSON.stringify({ a: ids.map((id) => ({ id })) }), maxBytes);
        for (const [index, part] of parts.slice(1).entries()) {
          const before = JSON.parse(parts[index] ?? '');
          const [next] = JSON.parse(part).a;
          const tooMuch = JSON.stringify({ a: [...before.a, next] });
          expect(Buffer.byteLength(tooMuch)).toBeGreaterThan(maxBytes);
        }
      }),
    );
  });
});

describe('splitPayload', () => {
  it('divides values as splitBody divides texts', () => {
    const payload = { mode: 'x', a: [{ i: 1 }, { i: 2 }] };

    expect(splitPayload(payload, 30)).toEqual([
      { mode: 'x', a: [{ i: 1 }] },
      { mode: 'x', a: [{ i: 2 }] },
    ]);
    expect(splitPayload(payload, 4000)[0]).toBe(payload);
  });
});
