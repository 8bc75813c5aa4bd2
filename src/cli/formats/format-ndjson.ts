import type { Payload } from '../../payload/payload.ts';
import { recordSections } from './record-sections.ts';

/** One record per line; `record` says of which kind it is. */
export function formatNdjson(payloads: readonly Payload[]): string {
  return recordSections(payloads)
    .flatMap(({ kind, rows }) => rows.map((row) => ({ record: kind, ...row })))
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}
