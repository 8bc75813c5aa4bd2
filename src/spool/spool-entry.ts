import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { message, type Text } from '../language/message.ts';
import { keyAfter } from '../payload/idempotency-key.ts';
import { SpoolEntryError } from './spool-entry-error.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const instant = v.pipe(v.string(), v.isoTimestamp());

/** What an export bills in each period and currency; the price is text with 7 decimals. */
export const TotalsSchema = v.array(
  v.strictObject({
    period: v.string(),
    currency: v.string(),
    tokens: count,
    price: v.pipe(v.string(), v.regex(/^\d+\.\d{7}$/)),
  }),
);

export type ExportTotals = v.InferOutput<typeof TotalsSchema>;

/** What an export is, in words for people. */
export const AboutSchema = v.strictObject({
  format: v.string(),
  mode: v.string(),
  aggregation: v.string(),
  period: v.string(),
  time_zone: v.string(),
});

/** One body that waits for the receiver. No token is in it and no prompt ever was. */
export const SpoolEntrySchema = v.strictObject({
  v: v.literal(1),
  /** Names the content; see `requestKey`. */
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  /** What the receiver held, or may have held, when this was queued; absent: nothing. */
  after: v.optional(v.string()),
  /** Bodies of the same snapshot key replace each other. */
  snapshot: v.string(),
  complete: v.boolean(),
  /** For people only. */
  about: AboutSchema,
  /** What the receipt has to know of the export that the body is of. */
  export: v.optional(
    v.strictObject({
      series: v.string(),
      content: v.string(),
      bodies: count,
      provisional: v.boolean(),
      totals: TotalsSchema,
    }),
  ),
  /** The exported body that had to be divided, and how much of it this is. */
  part: v.optional(v.strictObject({ of: v.string(), share: v.number() })),
  created_at: instant,
  /** Origin and path of the receiver: user, password and query may be secrets. */
  target: v.string(),
  bytes: count,
  sha256: v.string(),
  /** How often it was posted, as far as is known: a killed run may have lost its retries. */
  attempts: count,
  last_attempt_at: v.optional(instant),
  last_error: v.optional(v.strictObject({ code: v.string(), message: v.string() })),
  body: v.string(),
});

export type SpoolEntry = Readonly<v.InferOutput<typeof SpoolEntrySchema>>;
export type SpoolEntryAbout = SpoolEntry['about'];

/** Why a body is still here. Its file keeps the message in English. */
export type EntryProblem = { readonly code: string; readonly message: Text };

/** The `Idempotency-Key` of an entry, the same in every attempt. */
export function requestKey({ id, after }: Pick<SpoolEntry, 'id' | 'after'>): string {
  return keyAfter(id, after);
}

export function formatEntry(entry: SpoolEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** Throws a SpoolEntryError for anything but an entry exactly as it was written. */
export function parseEntry(name: string, text: string): SpoolEntry {
  const value = parseJson(name, text);
  refuseNewerFormat(name, value);

  const result = v.safeParse(SpoolEntrySchema, value);
  if (!result.success) {
    const [issue] = result.issues;
    const place = v.getDotPath(issue);
    const problem = issue.message;
    throw new SpoolEntryError(
      name,
      place === null
        ? message('damage_in_file', { problem })
        : message('damage_at', { place, problem }),
    );
  }

  const entry = result.output;
  const { bytes, sha256 } = measureBody(entry.body);
  if (entry.bytes !== bytes) {
    const expected = entry.bytes;
    throw new SpoolEntryError(name, message('damage_bytes', { bytes, expected }));
  }
  if (entry.sha256 !== sha256) throw new SpoolEntryError(name, message('damage_checksum'));
  return entry;
}

export function measureBody(body: string) {
  return {
    bytes: Buffer.byteLength(body),
    sha256: createHash('sha256').update(body).digest('hex'),
  };
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = message(text === '' ? 'damage_empty' : 'damage_no_json');
    throw new SpoolEntryError(name, reason, { cause });
  }
}

// Not damage: setting it aside would hide what a newer version can still deliver.
function refuseNewerFormat(name: string, value: unknown): void {
  const isObject = typeof value === 'object' && value !== null;
  if (isObject && 'v' in value && Number.isInteger(value.v) && Number(value.v) > 1) {
    throw new StateDirectoryError(name, message('state_newer_format', { format: Number(value.v) }));
  }
}
