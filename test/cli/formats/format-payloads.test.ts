import { describe, expect, it } from 'vitest';
import { formatPayloads } from '../../../src/cli/formats/format-payloads.ts';
import {
  appRecord,
  meterPayload,
  meterRecord,
  modelRecord,
  payload,
  userRecord,
  workspaceRecord,
} from './payload-builders.ts';

const both = payload({
  output_mode: 'both',
  app_records: [appRecord(), appRecord({ app_name: '経費 "A", B', token_count: 5 })],
  workspace_records: [workspaceRecord({ token_count: 1205 })],
});
const options = { bom: false, expected: ['app', 'workspace'] } as const;

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
    expect(
      formatPayloads([both], 'csv', { ...options, bom: true }).startsWith('\ufeffrecord,period'),
    ).toBe(true);
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

  it('names the columns of what the mode would have sent', () => {
    const expected = ['user', 'day'] as const;

    expect(formatPayloads([], 'csv', { bom: false, expected })).toBe(
      'record,period,period_type,user_id,user_type,app_id,app_name,message_tokens,answer_tokens,' +
        'total_tokens,message_count,conversation_count,usage_date,provider,model,input_tokens,' +
        'output_tokens,request_count,cost_actual,currency,source_event_id\r\n',
    );
  });

  describe('users and models', () => {
    const detail = payload({
      output_mode: 'all',
      user_records: [userRecord({ user_id: '=1+1' })],
      model_records: [modelRecord({ user_id: '__proto__', model_name: 'a,b' })],
    });

    it('are one table as csv, with every field', () => {
      expect(formatPayloads([detail], 'csv', options)).toBe(
        'record,period,period_type,user_id,user_type,app_id,app_name,message_tokens,answer_tokens,' +
          'total_tokens,message_count,conversation_count,model_provider,model_name,prompt_tokens,' +
          'completion_tokens,prompt_price,completion_price,total_price,currency,execution_count\r\n' +
          "user,2026-11,monthly,'=1+1,end_user,9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30,Support,1000," +
          '200,1200,3,2,,,,,,,,,\r\n' +
          'model,2026-11,monthly,__proto__,end_user,9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30,Support,,,' +
          '1200,,,langgenius/openai/openai,"a,b",1000,200,0.0025000,0.0005000,0.0030000,USD,3\r\n',
      );
    });

    it('are ndjson in wire order', () => {
      expect(formatPayloads([detail], 'ndjson', options)).toBe(
        '{"record":"user","period":"2026-11","period_type":"monthly","user_id":"=1+1",' +
          '"user_type":"end_user","app_id":"9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30",' +
          '"app_name":"Support","message_tokens":1000,"answer_tokens":200,"total_tokens":1200,' +
          '"message_count":3,"conversation_count":2}\n' +
          '{"record":"model","period":"2026-11","period_type":"monthly","user_id":"__proto__",' +
          '"user_type":"end_user","app_id":"9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30",' +
          '"app_name":"Support","model_provider":"langgenius/openai/openai","model_name":"a,b",' +
          '"prompt_tokens":1000,"completion_tokens":200,"total_tokens":1200,' +
          '"prompt_price":"0.0025000","completion_price":"0.0005000","total_price":"0.0030000",' +
          '"currency":"USD","execution_count":3}\n',
      );
    });
  });

  describe('days for API_Meter', () => {
    const days = [
      meterPayload([meterRecord()]),
      meterPayload([meterRecord({ model: 'a,b', cost_actual: '12' })]),
    ];

    it('are as json exactly what is posted', () => {
      const [body = ''] = formatPayloads(days, 'json', options).split('\n');

      expect(body).toContain('"request_count":3,"cost_actual":0.0000003,"currency":"USD"');
      expect(JSON.parse(body)).toMatchObject({ records: [{ cost_actual: 3e-7 }] });
    });

    it('are ndjson with the same numbers', () => {
      expect(formatPayloads(days.slice(0, 1), 'ndjson', options)).toBe(
        '{"record":"day","usage_date":"2026-11-03","provider":"openai","model":"gpt-4o",' +
          '"input_tokens":1000,"output_tokens":200,"total_tokens":1200,"request_count":3,' +
          '"cost_actual":0.0000003,"currency":"USD","metadata":{"source_system":"dify",' +
          '"source_event_id":"dify-2026-11-03-openai-gpt-4o-7c27737b8cfa",' +
          '"aggregation_method":"daily_sum","time_range":{"start":"2026-11-02T15:00:00.000Z",' +
          '"end":"2026-11-03T14:59:59.999Z"}}}\n',
      );
    });

    it('are one table as csv', () => {
      expect(formatPayloads(days, 'csv', options)).toBe(
        'record,usage_date,provider,model,input_tokens,output_tokens,total_tokens,request_count,' +
          'cost_actual,currency,source_event_id\r\n' +
          'day,2026-11-03,openai,gpt-4o,1000,200,1200,3,0.0000003,USD,' +
          'dify-2026-11-03-openai-gpt-4o-7c27737b8cfa\r\n' +
          'day,2026-11-03,openai,"a,b",1000,200,1200,3,12,USD,' +
          'dify-2026-11-03-openai-gpt-4o-7c27737b8cfa\r\n',
      );
    });

    it('are an aligned table', () => {
      expect(formatPayloads(days, 'table', options)).toBe(
        `2026-10-31T15:00:00.000Z to 2026-11-30T14:59:59.999Z, daily, api-meter

Days (2)
usage_date  provider  model   input_tokens  output_tokens  total_tokens  request_count  cost_actual  currency
2026-11-03  openai    gpt-4o          1000            200          1200              3    0.0000003  USD
2026-11-03  openai    a,b             1000            200          1200              3           12  USD
`,
      );
    });
  });
});
