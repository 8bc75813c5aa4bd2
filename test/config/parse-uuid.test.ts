import { describe, expect, it } from 'vitest';
import { parseUuid, parseUuids } from '../../src/config/parse-uuid.ts';

const ID = '9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30';

describe('parseUuid', () => {
  it('writes an id as Dify does', () => {
    expect(parseUuid(ID.toUpperCase())).toBe(ID);
  });

  it.each(['', 'my-app', `${ID}0`, ID.replaceAll('-', ''), `${ID}\n`, '../../etc/passwd'])(
    'refuses %j',
    (text) => {
      expect(() => parseUuid(text)).toThrow('is not an id of Dify');
    },
  );
});

describe('parseUuids', () => {
  it('keeps each id once, in order', () => {
    const other = '11111111-2222-4333-8444-555555555555';

    expect(parseUuids(`${other}, ${ID},,${other.toUpperCase()}`)).toEqual([other, ID]);
  });
});
