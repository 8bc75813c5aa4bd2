import type { ApiMeterPayload, ApiMeterRecord } from './api-meter.ts';

/** The body as it is posted. */
export function writeApiMeter({ records, ...envelope }: ApiMeterPayload): string {
  const head = JSON.stringify(envelope).slice(0, -1);
  return `${head},"records":[${records.map((record) => writeApiMeterRecord(record)).join(',')}]}`;
}

/**
 * One record, after the members of `before` if there are any. The cost is written digit by
 * digit: as a float 0.0000003 would become 3e-7, and long amounts would lose their end.
 */
export function writeApiMeterRecord(
  record: ApiMeterRecord,
  before: Readonly<Record<string, string>> = {},
): string {
  const members = Object.entries({ ...before, ...record }).map(
    ([key, value]) =>
      `${JSON.stringify(key)}:${key === 'cost_actual' ? record.cost_actual : JSON.stringify(value)}`,
  );
  return `{${members.join(',')}}`;
}
