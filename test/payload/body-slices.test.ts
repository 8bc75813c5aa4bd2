import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinRecords, listRecords, sliceBody } from '../../src/payload/body-slices.ts';

describe('sliceBody', () => {
  it('takes arrays of records apart and leaves everything else alone', () => {
    expect(sliceBody('{"a":{"b":[{}]},"list":[{"x":"]"},{"x":2}],"n":[1,2],"s":"},{"}')).toEqual([
      { key: '"a"', text: '{"b":[{}]}' },
      { key: '"list"', records: ['{"x":"]"}', '{"x":2}'] },
      { key: '"n"', text: '[1,2]' },
      { key: '"s"', text: '"},{"' },
    ]);
  });

  it('keeps the digits of numbers', () => {
    const slices = sliceBody('{"records":[{"cost_actual":0.0000003}]}') ?? [];

    expect(listRecords(slices)).toEqual([{ member: 0, text: '{"cost_actual":0.0000003}' }]);
  });

  it('does not mind white space', () => {
    expect(sliceBody(' { "list" : [ {} ,\n {} ] } ')).toEqual([
      { key: '"list"', records: ['{}', '{}'] },
    ]);
  });

  it.each(['', '[]', '1', 'null', '{"a":1', '<html>'])('refuses %j', (text) => {
    expect(sliceBody(text)).toBeUndefined();
  });

  it('is undone by joining all records', () => {
    const record = fc.dictionary(fc.string(), fc.jsonValue());
    const scalar = fc.oneof(fc.string(), fc.double(), record);
    const records = fc.array(record, { minLength: 1 });

    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(scalar, records)), (value) => {
        const body = JSON.stringify(value);
        const slices = sliceBody(body) ?? [];
        expect(joinRecords(slices, listRecords(slices))).toBe(body);
      }),
    );
  });
});
