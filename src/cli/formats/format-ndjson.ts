import type { ApiMeterPayload } from '../../payload/api-meter.ts';
import type { Payload } from '../../payload/payload.ts';
import { writeApiMeterRecord } from '../../payload/write-api-meter.ts';
import { recordSections } from './record-sections.ts';

/** One record per line as it stands in the body; `record` says of which kind it is. */
export function formatNdjson(payloads: readonly (Payload | ApiMeterPayload)[]): string {
  const lines = payloads.flatMap((payload) =>
    'records' in payload
      ? payload.records.map((record) => writeApiMeterRecord(record, { record: 'day' }))
      : [],
  );
  for (const { kind, rows } of recordSections(payloads.filter(isExternal), [])) {
    for (const row of rows) lines.push(JSON.stringify({ record: kind, ...row }));
  }
  return lines.map((line) => `${line}\n`).join('');
}

function isExternal(payload: Payload | ApiMeterPayload): payload is Payload {
  return !('records' in payload);
}
