import { listRecords, sliceBody } from './body-slices.ts';

/** A record as its receiver finds it again, with what it bills. */
export type BilledRecord = {
  /** The names and ids of the record, which receivers overwrite by. */
  readonly key: string;
  readonly tokens: number;
};

/** The records of a body of either format. */
export function listBilledRecords(body: string): BilledRecord[] {
  const slices = sliceBody(body) ?? [];
  return listRecords(slices).map(({ member, text }) => {
    const record: unknown = JSON.parse(text);
    const fields = typeof record === 'object' && record !== null ? Object.entries(record) : [];
    const names = fields.filter(
      ([field, value]) => typeof value === 'string' && !field.endsWith('_price'),
    );
    const tokens = fields.find(([field]) => TOKENS.has(field))?.[1];
    return {
      key: JSON.stringify([slices[member]?.key ?? '', ...names.map(([, value]) => value)]),
      tokens: typeof tokens === 'number' ? tokens : 0,
    };
  });
}

const TOKENS: ReadonlySet<string> = new Set(['token_count', 'total_tokens']);
