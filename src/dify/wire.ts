import * as v from 'valibot';
import { isDecimal, parseUnits } from '../usage/money.ts';

/** Tokens and counts: JSON numbers, or decimal strings from some databases (usage-data A.3). */
export const CountSchema = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number))]),
  v.safeInteger(),
  v.minValue(0),
);

/** A price as text or JSON number, `"0E-7"` included, to units of 0.0000001 (usage-data 0.4). */
export const PriceSchema = v.pipe(
  v.union([v.string(), v.number()]),
  v.check((amount) => isDecimal(amount) && !String(amount).startsWith('-'), 'a price'),
  v.transform(parseUnits),
);

/** What a Date can hold, in seconds before and after 1970. */
const LAST_SECOND = 8_640_000_000_000;

/** Unix seconds to milliseconds. */
export const SecondsSchema = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(-LAST_SECOND),
  v.maxValue(LAST_SECOND),
  v.transform((seconds) => seconds * 1000),
);

export const IdSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/** An account or end user, of which only the id and the label are read. */
export const PersonSchema = v.nullish(
  v.object({
    id: v.nullish(IdSchema),
    email: v.nullish(v.string()),
    session_id: v.nullish(v.string()),
  }),
);
