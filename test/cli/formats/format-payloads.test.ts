import { describe, expect, it } from 'vitest';
import { formatPayloads } from '../../../src/cli/formats/format-payloads.ts';
import { appRecord, payload, workspaceRecord } from './payload-builders.ts';

const both = payload({
  output_mode: 'both',
  app_records: [appRecord(), appRecord({ app_name: '経費 "A", B', token_count: 5 })],
  workspace_records: [workspaceRecord({ token_count: 1205 })],
});
const options = { bom: false };

describe('formatPayloads', () => {
  it('writes as json exactly what is posted', () => {
    const body =
      '{"aggregation_period":"monthly","output_mode":"per_app",' +
      '"fetch_period":{"start":"2026-10-31T15:00:00.000Z","end":"2026-11-30T14:59:59.999Z"},' +
      '"app_records":[{"period":"2026-11","period_type":"monthly",' +
      '"app_id":"9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30","app_name":"改行\\n","token_count":1200,' +
      '"total_price":"0.0030000","currency":"USD"}]}';
    const app_records = [appRecord({ app_name: '改行\n' })];

    expect(formatPayloads([payload({ app_records })], 'json', options)).toBe(body);
  });

  it('writes several bodies as one json document per line', () => {
    const lines = formatPayloads([payload(), payload()], 'json', options).split('\n');

    expect(lines.map((line) => JSON.parse(line))).toEqual([payload(), payload()]);
  });

  it('writes one record per line as ndjson, its kind first', () => {
    expect(formatPayloads([both], 'ndjson', options)).toBe(
      '{"record":"app","period":"2026-11","period_type":"monthly","app_id":"9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30","app_name":"Support","token_count":1200,"total_price":"0.0030000","currency":"USD"}\n' +
        '{"record":"app","period":"2026-11","period_type":"monthly","app_id":"9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30","app_name":"経費 \\"A\\", B","token_count":5,"total_price":"0.0030000","currency":"USD"}\n' +
        '{"record":"workspace","period":"2026-11","period_type":"monthly","type":"workspace_total","token_count":1205,"total_price":"0.0030000","currency":"USD"}\n',
    );
  });

  it('writes one table as csv, whatever the kinds of records', () => {
    expect(formatPayloads([both], 'csv', options)).toBe(
      'record,period,period_type,app_id,app_name,token_count,total_price,currency,type\r\n' +
        'app,2026-11,monthly,9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30,Support,1200,0.0030000,USD,\r\n' +
        'app,2026-11,monthly,9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30,"経費 ""A"", B",5,0.0030000,USD,\r\n' +
        'workspace,2026-11,monthly,,,1205,0.0030000,USD,workspace_total\r\n',
    );
  });

  it('begins csv with a byte order mark on request', () => {
    expect(formatPayloads([both], 'csv', { bom: true }).startsWith('\ufeffrecord,period')).toBe(
      true,
    );
  });

  it('writes an aligned table for each kind of record', () => {
    expect(formatPayloads([both], 'table', options)).toBe(
      `2026-10-31T15:00:00.000Z to 2026-11-30T14:59:59.999Z, monthly, both

Apps (2)
period   app_id                                app_name     token_count  total_price  currency
2026-11  9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30  Support             1200    0.0030000  USD
2026-11  9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30  経費 "A", B            5    0.0030000  USD

Workspace (1)
period   token_count  total_price  currency
2026-11         1205    0.0030000  USD
`,
    );
  });

  it('adds up the records of several bodies', () => {
    const bodies = [
      payload({ app_records: [appRecord({ app_name: 'one' })] }),
      payload({ app_records: [appRecord({ app_name: 'two' })] }),
    ];

    expect(formatPayloads(bodies, 'table', options)).toContain('Apps (2)');
    expect(formatPayloads(bodies, 'csv', options).match(/,(one|two),/g)).toEqual([
      ',one,',
      ',two,',
    ]);
    expect(formatPayloads(bodies, 'ndjson', options).split('\n')).toHaveLength(3);
  });

  it('says what there is when there is nothing', () => {
    expect(formatPayloads([], 'json', options)).toBe('');
    expect(formatPayloads([], 'ndjson', options)).toBe('');
    expect(formatPayloads([], 'csv', options)).toBe(
      'record,period,period_type,app_id,app_name,token_count,total_price,currency,type\r\n',
    );
    expect(formatPayloads([], 'table', options)).toBe('There is nothing to report.\n');
    expect(formatPayloads([payload({ app_records: [] })], 'table', options)).toContain(
      'Apps: no records',
    );
  });
});
