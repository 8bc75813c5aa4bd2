import { createHash } from 'node:crypto';
import { listRecords, sliceBody } from './body-slices.ts';

/** A record as its receiver finds it again, with what it bills. */
export type BilledRecord = {
  /**
   * The names and ids of the record, which receivers overwrite by, and the tenant whose it is:
   * API_Meter has one record of a model and day, in whatever currency.
   */
  readonly key: string;
  readonly tokens: number;
  /** The same for the same record; absent in receipts of before there was one. */
  readonly content?: string | undefined;
};

/** The records of a body of either format. */
export function listBilledRecords(body: string): BilledRecord[] {
  const slices = sliceBody(body) ?? [];
  const tenant = slices.flatMap((slice) =>
    'text' in slice && slice.key === '"tenant_id"' ? [slice.text] : [],
  );
  return listRecords(slices).map(({ member, text }) => {
    const record: unknown = JSON.parse(text);
    const fields = typeof record === 'object' && record !== null ? Object.entries(record) : [];
    const names = fields.filter(
      ([field, value]) =>
        typeof value === 'string' &&
        !field.endsWith('_price') &&
        !(field === 'currency' && tenant.length > 0),
    );
    const tokens = fields.find(([field]) => TOKENS.has(field))?.[1];
    return {
      key: JSON.stringify([
        ...tenant,
        slices[member]?.key ?? '',
        ...names.map(([, value]) => value),
      ]),
      tokens: typeof tokens === 'number' ? tokens : 0,
      content: createHash('sha256').update(text).digest('hex').slice(0, 16),
    };
  });
}

const TOKENS: ReadonlySet<string> = new Set(['token_count', 'total_tokens']);
