import { describe, expect, it } from 'vitest';
import {
  formatEntry,
  measureBody,
  parseEntry,
  type SpoolEntry,
} from '../../src/spool/spool-entry.ts';
import { SpoolEntryError } from '../../src/spool/spool-entry-error.ts';
import { inEnglish } from '../support/in-english.ts';
import { body, snapshot } from '../support/spool.ts';

const { about, target } = snapshot();
const entry: SpoolEntry = {
  v: 1,
  id: body(1).id,
  snapshot: 'snapshot-1',
  complete: true,
  about,
  created_at: '2026-11-24T09:00:00.000Z',
  target,
  bytes: 6,
  sha256: 'd1637cba5747c7f8b782745023a47cdfb65226fabec6fde38de0c23293077e62',
  attempts: 2,
  last_attempt_at: '2026-11-24T09:00:01.000Z',
  last_error: { code: 'http_503', message: 'billing.test answered 503' },
  body: '"課"\n',
};

describe('parseEntry', () => {
  it('reads what formatEntry wrote', () => {
    expect(parseEntry('x.json', formatEntry(entry))).toEqual(entry);
  });

  it.each([
    ['', 'it is empty'],
    ['{"v":1', 'it is not JSON'],
    ['null', 'the file: Invalid type: Expected Object but received null'],
    ['{}', 'v: Invalid key: Expected "v" but received undefined'],
    [formatEntry({ ...entry, body: '"化"\n' }), 'the checksum does not match'],
    [formatEntry({ ...entry, body: '"課"' }), 'the body has 5 bytes and should have 6'],
    [formatEntry({ ...entry, id: '../../etc/passwd' }), /^id: Invalid format/],
    [formatEntry({ ...entry, attempts: -1 }), /^attempts: Invalid value/],
    [formatEntry(entry).replace('"complete":true,', ''), /^complete: Invalid key/],
    [formatEntry(entry).replace('"v":1', '"v":0'), /^v: Invalid type/],
  ])('finds damage %#', (text, reason) => {
    const damage = damageOf(text);

    expect(damage).toBeInstanceOf(SpoolEntryError);
    expect(inEnglish(damage?.reason)).toEqual(
      typeof reason === 'string' ? reason : expect.stringMatching(reason),
    );
  });

  it('finds a file that was cut anywhere', () => {
    const text = formatEntry(entry).trim();
    for (let length = 0; length < text.length; length += 1) {
      expect(() => parseEntry('x.json', text.slice(0, length))).toThrow('is damaged');
    }
  });

  it('does not take the format of a newer version for damage', () => {
    expect(() => parseEntry('x.json', '{"v":2,"parts":[]}')).toThrow(
      'Cannot use x.json: it is of format 2, written by a newer version of dify-usage; upgrade again',
    );
  });
});

describe('measureBody', () => {
  it('counts bytes, not characters', () => {
    expect(measureBody('"課"\n').bytes).toBe(6);
  });
});

function damageOf(text: string): SpoolEntryError | undefined {
  try {
    parseEntry('x.json', text);
    return undefined;
  } catch (error) {
    if (error instanceof SpoolEntryError) return error;
    throw error;
  }
}
