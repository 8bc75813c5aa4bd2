import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CachedRecord } from '../../src/cache/cached-record.ts';
import { formatSegment } from '../../src/cache/format-segment.ts';
import { parseSegment } from '../../src/cache/parse-segment.ts';
import {
  APP_ID,
  cachedApp,
  cachedRecord,
  DAY,
  linesOf,
  SOURCE_FOLDER,
  segmentOf,
} from '../support/cache.ts';

const PLACE = { source: SOURCE_FOLDER, app: APP_ID, day: DAY };
const RECORDS = [
  cachedRecord({ id: 'run-1' }),
  cachedRecord({ id: 'run-2', tokens: 5, units: [{ currency: 'CNY', units: 3n }] }),
];

describe('parseSegment', () => {
  it('reads what was written', async () => {
    const bytes = await formatSegment(PLACE, cachedApp(), RECORDS);

    expect(await parseSegment(bytes, PLACE)).toEqual({
      app: { id: APP_ID, name: 'Translation', mode: 'workflow' },
      records: RECORDS,
      totals: {
        tokens: '20',
        prices: [
          { currency: 'CNY', price: '0.0000003' },
          { currency: 'USD', price: '0.0000750' },
        ],
      },
    });
  });

  it('gives back the same records, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record), async (given) => {
        const records = withoutRepetitions(given);
        const segment = await parseSegment(await formatSegment(PLACE, cachedApp(), records), PLACE);

        expect(new Set(segment?.records.map(toText))).toEqual(new Set(records.map(toText)));
        expect(segment?.records).toHaveLength(records.length);
      }),
      { numRuns: 200 },
    );
  });

  it('never gives wrong records for a file that was cut or flipped', async () => {
    const bytes = await formatSegment(PLACE, cachedApp(), RECORDS);
    const damage = fc.oneof(
      fc.record({ kind: fc.constant('cut'), at: fc.nat(bytes.length - 1), bit: fc.constant(0) }),
      fc.record({ kind: fc.constant('flip'), at: fc.nat(bytes.length - 1), bit: fc.nat(7) }),
    );
    await fc.assert(
      fc.asyncProperty(damage, async ({ kind, at, bit }) => {
        const damaged = kind === 'cut' ? bytes.slice(0, at) : flip(bytes, at, bit);
        const found = await parseSegment(damaged, PLACE).catch((error: Error) => error.name);

        // Some bits mean nothing: those of gzip's own header, and what fills up the last byte.
        const isHarmless = kind === 'flip' && typeof found === 'object';
        expect(isHarmless ? found.records : found).toEqual(isHarmless ? RECORDS : 'SegmentError');
      }),
      { numRuns: 1000 },
    );
  });

  it('takes one of an older format for absent', async () => {
    const bytes = await changed((lines) => [replaceIn(lines[0], '"v":2', '"v":0'), '{"sum":1}']);

    expect(await parseSegment(bytes, PLACE)).toBeUndefined();
  });

  it.each<[string, (lines: string[]) => string[], string]>([
    [
      'of a newer format',
      sealed(0, '"v":2', '"v":3'),
      'it is of format 3, written by a newer version of dify-usage',
    ],
    ['without a format', sealed(0, '"v":2,', ''), 'the header is not valid'],
    ['of half a format', sealed(0, '"v":2', '"v":2.5'), 'the header is not valid'],
    [
      'of another app',
      sealed(0, APP_ID, APP_ID.replace('9', '8')),
      'it is of another Dify, app or day',
    ],
    ['of another day', sealed(0, DAY, '2026-10-06'), 'it is of another Dify, app or day'],
    [
      'of another Dify',
      sealed(0, SOURCE_FOLDER, 'f'.repeat(32)),
      'it is of another Dify, app or day',
    ],
    ['whose header is no object', sealed(0, /.*/, '7'), 'the header is not valid'],
    ['whose header is no JSON', sealed(0, /.*/, '{'), 'the header is not JSON'],
    ['without its footer', (lines) => lines.slice(0, -1), 'the footer is not valid'],
    ['of one line', (lines) => lines.slice(0, 1), 'it was cut'],
    ['without a record', (lines) => lines.toSpliced(1, 1), 'the checksum does not match'],
    [
      'with a changed record',
      (lines) => lines.with(1, lines[1]?.replace('15', '16') ?? ''),
      'the checksum does not match',
    ],
    [
      'with a record too many',
      sealed(3, '"count":2', '"count":1'),
      'it holds 2 records and should hold 1',
    ],
    ['with other tokens', sealed(1, '"tokens":15', '"tokens":16'), 'the totals do not match'],
    ['with another price', sealed(1, '0.0000750"}]', '0.0000751"}]'), 'the totals do not match'],
    ['with another currency', sealed(2, 'CNY', 'USD'), 'the totals do not match'],
    [
      'with a price of six decimals',
      sealed(1, '0.0000750"}]', '0.000075"}]'),
      'record 1 is not valid',
    ],
    ['with a part of a token', sealed(1, '"tokens":15', '"tokens":1.5'), 'record 1 is not valid'],
    ['with a record that has no value', sealed(2, /,"value".*/, '}'), 'record 2 is not valid'],
    [
      'with a record that has a field more',
      sealed(2, '{', '{"secret":1,'),
      'record 2 is not valid',
    ],
    ['with a record that is no JSON', sealed(2, '{', '['), 'record 2 is not JSON'],
    [
      'with an instant beyond all dates',
      sealed(2, /"at":\d+/, '"at":9e15'),
      'record 2 is not valid',
    ],
    [
      'with a record of the day before',
      sealed(1, /"at":\d+/, '"at":1791158399999'),
      'record 1 is of another day',
    ],
    ['with a record twice', sealed(2, 'run-2', 'run-1'), 'record 2 is out of order'],
  ])('refuses one %s', async (_name, change, message) => {
    await expect(parseSegment(await changed(change), PLACE)).rejects.toMatchObject({
      name: 'SegmentError',
      message,
    });
  });

  it.each<[string, Uint8Array, string]>([
    ['is empty', Buffer.alloc(0), 'it is empty'],
    ['is not gzip', Buffer.from('{"v":1}\n'), 'it is not whole'],
    ['inflates to nothing', gzipSync(''), 'it was cut'],
    ['has no end of line', gzipSync('{"v":1}\n{"count":0}'), 'it was cut'],
    ['is a bomb', gzipSync(Buffer.alloc(129 * 1024 * 1024)), 'it is far too large'],
  ])('refuses a file that %s', async (_name, bytes, message) => {
    await expect(parseSegment(bytes, PLACE)).rejects.toMatchObject({
      name: 'SegmentError',
      message,
    });
  });
});

const record: fc.Arbitrary<CachedRecord> = fc.record(
  {
    kind: fc.constantFrom('run', 'message', '__proto__', ''),
    id: fc.string({ unit: 'binary' }),
    at: fc.integer({ min: Date.parse('2026-10-05'), max: Date.parse('2026-10-06') - 1 }),
    value: fc.jsonValue({ stringUnit: 'binary' }).map((value) => JSON.parse(JSON.stringify(value))),
    tokens: fc.integer(),
    units: fc.array(
      fc.record({
        currency: fc.constantFrom('USD', 'CNY', '__proto__', '', 'لا'),
        units: fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
      }),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ['kind', 'id', 'at', 'value'] },
);

function withoutRepetitions(records: readonly CachedRecord[]): CachedRecord[] {
  return [...new Map(records.map((each) => [`${each.kind} ${each.id}`, each])).values()];
}

function toText({ units, ...rest }: CachedRecord): string {
  const prices = units?.map((money) => [money.currency, String(money.units)]);
  return JSON.stringify([rest.kind, rest.id, rest.at, rest.tokens ?? 'none', rest.value, prices]);
}

function flip(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  return bytes.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));
}

async function changed(change: (lines: string[]) => string[]): Promise<Uint8Array> {
  return segmentOf(change(linesOf(await formatSegment(PLACE, cachedApp(), RECORDS))));
}

/** Changes a line as its author could have written it, with a checksum that says so. */
function sealed(line: number, from: string | RegExp, to: string): (lines: string[]) => string[] {
  return (lines) => {
    const others = lines.with(line, replaceIn(lines[line], from, to));
    const footer = others.pop() ?? '';
    const sha256 = createHash('sha256')
      .update(others.map((each) => `${each}\n`).join(''))
      .digest('hex');
    return [...others, footer.replace(/"sha256":"\w+"/, `"sha256":"${sha256}"`)];
  };
}

function replaceIn(line: string | undefined, from: string | RegExp, to: string): string {
  const text = line?.replace(from, to);
  if (text === undefined || text === line) throw new Error('Nothing was changed');
  return text;
}
