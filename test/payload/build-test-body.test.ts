import { describe, expect, it } from 'vitest';
import { buildTestBody } from '../../src/payload/build-test-body.ts';
import { checkPayload } from '../../src/payload/payload-schema.ts';

describe('buildTestBody', () => {
  it('is a body of the external API that bills nothing', () => {
    const body: unknown = JSON.parse(buildTestBody({ kind: 'external-api' }, '0.1.0'));

    expect(() => checkPayload(body)).not.toThrow();
    expect(body).toMatchObject({ app_records: [] });
  });

  it('is the head of an API_Meter body, with the tenant and no record', () => {
    const format = { kind: 'api-meter', tenantId: '11111111-2222-4333-8444-555555555555' } as const;

    expect(JSON.parse(buildTestBody(format, '0.1.0'))).toEqual({
      tenant_id: '11111111-2222-4333-8444-555555555555',
      export_metadata: {
        exporter_version: '0.1.0',
        export_timestamp: '2000-01-01T23:59:59.999Z',
        aggregation_period: 'daily',
        source_system: 'dify',
        date_range: { start: '2000-01-01T00:00:00.000Z', end: '2000-01-01T23:59:59.999Z' },
      },
      records: [],
    });
  });
});
