import * as v from 'valibot';
import { formatUnits, type Money } from '../usage/money.ts';
import type { CachedRecord } from './cached-record.ts';

/** Of a segment whose lines mean something else. */
export const SEGMENT_VERSION = 2;

/** What a Date can hold, in milliseconds before and after 1970. */
const LAST_INSTANT = 8_640_000_000_000_000;

/** One unit of the currency, with exactly seven decimals. */
const price = v.pipe(v.string(), v.regex(/^-?\d+\.\d{7}$/));
const prices = v.array(v.strictObject({ currency: v.string(), price }));

/** The first line. */
export const HeaderSchema = v.strictObject({
  v: v.literal(SEGMENT_VERSION),
  /** Of the program; for people only. */
  version: v.string(),
  source: v.string(),
  app: v.strictObject({ id: v.string(), name: v.string(), mode: v.string() }),
  day: v.string(),
});

/** The lines between: one record each, in the order of kind and id. */
export const RecordSchema = v.strictObject({
  kind: v.string(),
  id: v.string(),
  at: v.pipe(v.number(), v.minValue(-LAST_INSTANT), v.maxValue(LAST_INSTANT)),
  tokens: v.optional(v.pipe(v.number(), v.safeInteger())),
  prices: v.optional(prices),
  value: v.unknown(),
});

const TotalsSchema = v.strictObject({
  /** A sum may be larger than a number can tell exactly. */
  tokens: v.pipe(v.string(), v.regex(/^-?\d+$/)),
  prices,
});

/** The last line. */
export const FooterSchema = v.strictObject({
  count: v.number(),
  /** Of all lines before this one. */
  sha256: v.string(),
  totals: TotalsSchema,
});

export type SegmentHeader = v.InferOutput<typeof HeaderSchema>;
export type SegmentFooter = v.InferOutput<typeof FooterSchema>;
export type SegmentTotals = v.InferOutput<typeof TotalsSchema>;
export type RecordLine = v.InferOutput<typeof RecordSchema>;

export function toRecordLine({ kind, id, at, tokens, units, value }: CachedRecord): RecordLine {
  return {
    kind,
    id,
    at,
    ...(tokens !== undefined && { tokens }),
    ...(units !== undefined && { prices: units.map(toPrice) }),
    value,
  };
}

export function toRecord({ kind, id, at, tokens, prices: found, value }: RecordLine): CachedRecord {
  return {
    kind,
    id,
    at,
    ...(tokens !== undefined && { tokens }),
    ...(found !== undefined && { units: found.map(toMoney) }),
    value,
  };
}

/** What the records add up to. */
export function totalsOf(records: readonly CachedRecord[]): SegmentTotals {
  let tokens = 0n;
  const units = new Map<string, bigint>();
  for (const record of records) {
    tokens += BigInt(record.tokens ?? 0);
    for (const money of record.units ?? []) {
      units.set(money.currency, (units.get(money.currency) ?? 0n) + money.units);
    }
  }
  const sums = [...units].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return {
    tokens: String(tokens),
    prices: sums.map(([currency, sum]) => toPrice({ currency, units: sum })),
  };
}

function toPrice({ currency, units }: Money) {
  return { currency, price: formatUnits(units) };
}

function toMoney(line: ReturnType<typeof toPrice>): Money {
  return { currency: line.currency, units: BigInt(line.price.replace('.', '')) };
}
