import * as v from 'valibot';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { message, type Text } from '../language/message.ts';
import { readText } from '../spool/read-text.ts';
import type { Spool } from '../spool/spool.ts';
import { SpoolEntryError } from '../spool/spool-entry-error.ts';
import { type Receipt, ReceiptSchema } from './receipt.ts';

export type ReceiptReading =
  | { readonly kind: 'read'; readonly receipt: Receipt }
  | { readonly kind: 'absent' }
  /** As good as absent: what it stood for is sent once more, under the same keys. */
  | { readonly kind: 'damaged'; readonly name: string; readonly reason: Text };

export async function readReceipt(spool: Spool, name: string): Promise<ReceiptReading> {
  try {
    const text = await readText(spool, 'receipts', name);
    if (text === undefined) return { kind: 'absent' };

    const result = v.safeParse(ReceiptSchema, JSON.parse(text));
    if (result.success && receiptName(result.output.snapshot) === name) {
      return { kind: 'read', receipt: result.output };
    }
    return { kind: 'damaged', name, reason: message('damage_other_receipt') };
  } catch (error) {
    if (error instanceof SyntaxError) {
      return { kind: 'damaged', name, reason: message('damage_no_json') };
    }
    if (error instanceof SpoolEntryError || error instanceof StateDirectoryError) {
      return { kind: 'damaged', name, reason: error.told };
    }
    throw error;
  }
}

export function receiptName(snapshotKey: string): string {
  return `${snapshotKey}.json`;
}
