/**
 * A JSON body taken apart without re-writing any of it.
 *
 * Numbers keep their digits: `JSON.parse` and `JSON.stringify` would turn
 * 0.0000003 into 3e-7, which a billing API need not understand.
 */
export type BodySlices = readonly BodyMember[];

/** One property: a list of records that may be divided, or a text that goes along everywhere. */
export type BodyMember =
  | { readonly key: string; readonly records: readonly string[] }
  | { readonly key: string; readonly text: string };

/** Undefined when the text is not a JSON object. Keys are as written, quotes included. */
export function sliceBody(body: string): BodySlices | undefined {
  if (!isJsonObject(body)) return undefined;

  return sliceItems(body).map((member) => {
    const keyEnd = endOfString(member, 0);
    const key = member.slice(0, keyEnd);
    const text = member.slice(member.indexOf(':', keyEnd) + 1).trim();
    const records = text.startsWith('[') ? sliceItems(text) : [];
    const areRecords = records.length > 0 && records.every((record) => record.startsWith('{'));
    return areRecords ? { key, records } : { key, text };
  });
}

/** A record and the index of the member that it stands in. */
export type PlacedRecord = { readonly member: number; readonly text: string };

export function listRecords(slices: BodySlices): readonly PlacedRecord[] {
  return slices.flatMap((entry, member) =>
    'text' in entry ? [] : entry.records.map((text) => ({ member, text })),
  );
}

/** A whole body with these records only, given in order; arrays without any are left out. */
export function joinRecords(slices: BodySlices, records: readonly PlacedRecord[]): string {
  const members: string[] = [];
  for (const [index, entry] of slices.entries()) {
    if ('text' in entry) {
      if (entry.text !== '[]') members.push(`${entry.key}:${entry.text}`);
      continue;
    }
    const own = records.filter(({ member }) => member === index).map(({ text }) => text);
    if (own.length > 0) members.push(`${entry.key}:[${own.join(',')}]`);
  }
  return `{${members.join(',')}}`;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** The members of an object or the elements of an array; `text` is known to be valid JSON. */
function sliceItems(text: string): string[] {
  const items: string[] = [];
  const start = text.search(/[[{]/) + 1;
  let itemStart = start;
  let depth = 0;
  let at = start;
  for (; depth >= 0; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    else if (character === ',' && depth === 0) {
      items.push(text.slice(itemStart, at).trim());
      itemStart = at + 1;
    }
  }
  const last = text.slice(itemStart, at - 1).trim();
  return last === '' ? items : [...items, last];
}

/** Index after the closing quote of the string that opens at `from`. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
