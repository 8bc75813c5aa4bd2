import { API_METER_MAX_RECORDS, type ApiMeterPayload } from './api-meter.ts';
import { listRecords, sliceBody } from './body-slices.ts';
import { splitBody } from './split-body.ts';
import { writeApiMeter } from './write-api-meter.ts';

/** Divides the records among bodies that the receiver takes: of 500 records, and not too big. */
export function splitApiMeter(
  payload: ApiMeterPayload,
  maxBytes: number,
): readonly ApiMeterPayload[] {
  let next = 0;
  return splitBody(writeApiMeter(payload), maxBytes, API_METER_MAX_RECORDS).map((part) => {
    const first = next;
    next += listRecords(sliceBody(part) ?? []).length;
    return { ...payload, records: payload.records.slice(first, next) };
  });
}
