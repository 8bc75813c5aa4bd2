import type { ApiMeterPayload } from './api-meter.ts';
import type { Payload } from './payload.ts';

export type TestFormat =
  | { readonly kind: 'external-api' }
  | { readonly kind: 'api-meter'; readonly tenantId: string };

/**
 * Before there was any Dify: a receiver that replaces what it holds of a period, rather than record by
 * record, finds nothing there.
 */
const EMPTY_DAY = { start: '2000-01-01T00:00:00.000Z', end: '2000-01-01T23:59:59.999Z' } as const;

/** A body that bills nothing, to see whether the receiver lets us in. */
export function buildTestBody(format: TestFormat, exporterVersion: string): string {
  const body: Payload | ApiMeterPayload =
    format.kind === 'external-api'
      ? {
          aggregation_period: 'daily',
          output_mode: 'per_app',
          fetch_period: EMPTY_DAY,
          app_records: [],
        }
      : {
          tenant_id: format.tenantId,
          export_metadata: {
            exporter_version: exporterVersion,
            export_timestamp: EMPTY_DAY.end,
            aggregation_period: 'daily',
            source_system: 'dify',
            date_range: EMPTY_DAY,
          },
          records: [],
        };
  return JSON.stringify(body);
}
