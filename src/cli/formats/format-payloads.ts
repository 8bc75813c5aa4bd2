import type { ApiMeterPayload } from '../../payload/api-meter.ts';
import type { Payload } from '../../payload/payload.ts';
import { writeApiMeter } from '../../payload/write-api-meter.ts';
import type { PayloadFormat } from '../command.ts';
import { formatCsv } from './format-csv.ts';
import { formatNdjson } from './format-ndjson.ts';
import { formatTable } from './format-table.ts';
import type { RecordKind } from './record-sections.ts';

export type FormatOptions = {
  /** Begin CSV with a byte order mark. */
  readonly bom: boolean;
  /** Kinds of records that the export is about, for a heading when there is nothing to send. */
  readonly expected: readonly RecordKind[];
};

/**
 * Writes the bodies of one export as text.
 *
 * `json` is exactly what is posted, one body per line and nothing after the last one; the other
 * formats end with a line break, and are empty or a bare heading when there is no body.
 */
export function formatPayloads(
  payloads: readonly (Payload | ApiMeterPayload)[],
  format: PayloadFormat,
  { bom, expected }: FormatOptions,
): string {
  switch (format) {
    case 'json':
      return payloads.map(writeBody).join('\n');
    case 'ndjson':
      return formatNdjson(payloads);
    case 'csv':
      return `${bom ? '\ufeff' : ''}${formatCsv(payloads, expected)}`;
    case 'table':
      return formatTable(payloads);
  }
}

function writeBody(payload: Payload | ApiMeterPayload): string {
  return 'records' in payload ? writeApiMeter(payload) : JSON.stringify(payload);
}
