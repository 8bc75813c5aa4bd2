import { describe, expect, it } from 'vitest';
import { halveBody, separateArrays } from '../../src/payload/divide-body.ts';

describe('halveBody', () => {
  it('halves the records across arrays', () => {
    expect(halveBody('{"m":1,"a":[{"i":1}],"w":[{"i":2},{"i":3}]}')).toEqual([
      '{"m":1,"a":[{"i":1}],"w":[{"i":2}]}',
      '{"m":1,"w":[{"i":3}]}',
    ]);
  });

  it.each(['{"a":[{"i":1}]}', '{"a":[]}', '{"m":1}', 'text'])('cannot halve %s', (body) => {
    expect(halveBody(body)).toBeUndefined();
  });
});

describe('separateArrays', () => {
  it('gives each array of records a whole body', () => {
    expect(separateArrays('{"m":1,"a":[{"i":1},{"i":2}],"n":[1],"w":[{"i":3}]}')).toEqual([
      '{"m":1,"a":[{"i":1},{"i":2}],"n":[1]}',
      '{"m":1,"n":[1],"w":[{"i":3}]}',
    ]);
  });

  it.each(['{"a":[{"i":1},{"i":2}]}', '{"a":[{"i":1}],"w":[]}', '{}', 'text'])(
    'finds nothing to separate in %s',
    (body) => {
      expect(separateArrays(body)).toBeUndefined();
    },
  );
});
