import {
  type BodySlices,
  joinRecords,
  listRecords,
  type PlacedRecord,
  sliceBody,
} from './body-slices.ts';

/**
 * Divides a JSON body into whole bodies of at most `maxBytes` UTF-8 bytes and `maxRecords`
 * records each.
 *
 * Every part has the same scalars and, in order, as many of the next records as fit.
 * A record too big by itself becomes a body of its own, over the limit.
 */
export function splitBody(
  body: string,
  maxBytes: number,
  maxRecords: number = Number.POSITIVE_INFINITY,
): readonly string[] {
  const isSmall = Buffer.byteLength(body) <= maxBytes;
  if (isSmall && maxRecords === Number.POSITIVE_INFINITY) return [body];

  const slices = sliceBody(body);
  const records = slices === undefined ? [] : listRecords(slices);
  if (slices === undefined || records.length === 0) return [body];
  if (isSmall && records.length <= maxRecords) return [body];

  const parts: PlacedRecord[][] = [];
  let part: PlacedRecord[] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const record of records) {
    const opensArray = part.at(-1)?.member !== record.member;
    bytes += Buffer.byteLength(record.text) + (opensArray ? arrayBytes(slices, record) : 1);
    if (bytes <= maxBytes && part.length < maxRecords) {
      part.push(record);
      continue;
    }
    part = [record];
    parts.push(part);
    bytes = Buffer.byteLength(joinRecords(slices, part));
  }
  return parts.map((each) => joinRecords(slices, each));
}

/** {@link splitBody} for a payload that is not text yet. */
export function splitPayload<Payload>(payload: Payload, maxBytes: number): readonly Payload[] {
  const parts = splitBody(JSON.stringify(payload), maxBytes);
  return parts.length === 1 ? [payload] : parts.map((part): Payload => JSON.parse(part));
}

/** What one more array costs: `,"app_records":[]`. */
function arrayBytes(slices: BodySlices, record: PlacedRecord): number {
  const key = slices[record.member]?.key ?? '';
  return Buffer.byteLength(key) + ',:[]'.length;
}
