import type { Payload } from '../../payload/payload.ts';
import type { PayloadFormat } from '../command.ts';
import { formatCsv } from './format-csv.ts';
import { formatNdjson } from './format-ndjson.ts';
import { formatTable } from './format-table.ts';

export type FormatOptions = {
  /** Begin CSV with a byte order mark. */
  readonly bom: boolean;
};

/**
 * Writes the bodies of one export as text.
 *
 * `json` is exactly what is posted, one body per line and nothing after the last one; the other
 * formats end with a line break, and are empty or a bare heading when there is no body.
 */
export function formatPayloads(
  payloads: readonly Payload[],
  format: PayloadFormat,
  { bom }: FormatOptions,
): string {
  switch (format) {
    case 'json':
      return payloads.map((payload) => JSON.stringify(payload)).join('\n');
    case 'ndjson':
      return formatNdjson(payloads);
    case 'csv':
      return `${bom ? '\ufeff' : ''}${formatCsv(payloads)}`;
    case 'table':
      return formatTable(payloads);
  }
}
