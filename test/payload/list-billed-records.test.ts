import { describe, expect, it } from 'vitest';
import { listBilledRecords } from '../../src/payload/list-billed-records.ts';

describe('listBilledRecords', () => {
  it('tells records apart by their array, names and ids, and not by what they bill', () => {
    const record = { period: '2026-10', app_id: 'a', app_name: 'A', currency: 'USD' };
    const figures = { token_count: 5, total_price: '0.1000000' };
    const keys = (body: object) => listBilledRecords(JSON.stringify(body)).map(({ key }) => key);

    const [key] = keys({ app_records: [{ ...record, ...figures }] });

    expect(
      keys({ app_records: [{ ...record, token_count: 7, total_price: '9.0000000' }] }),
    ).toEqual([key]);
    expect(keys({ workspace_records: [{ ...record, ...figures }] })).not.toEqual([key]);
    for (const [field, value] of Object.entries({ ...record, app_name: 'B' })) {
      const other = { ...record, ...figures, [field]: `${value}'` };
      expect(keys({ app_records: [other] })).not.toEqual([key]);
    }
  });

  it('tells records of two tenants apart', () => {
    const [one, other] = ['tenant-1', 'tenant-2'].map((tenant) =>
      listBilledRecords(`{"tenant_id":"${tenant}","records":[{"provider":"openai"}]}`),
    );

    expect(one?.[0]?.key).not.toBe(other?.[0]?.key);
  });

  it('finds a record of API_Meter again whose currency has changed', () => {
    const [one, other] = ['USD', 'CNY'].map((currency) =>
      listBilledRecords(`{"tenant_id":"t","records":[{"model":"m","currency":"${currency}"}]}`),
    );

    expect(other?.[0]?.key).toBe(one?.[0]?.key);
    expect(other?.[0]?.content).not.toBe(one?.[0]?.content);
  });

  it('tells whether a record says the same', () => {
    const contents = ['0.1000000', '0.1000000', '0.2000000'].map(
      (price) =>
        listBilledRecords(`{"app_records":[{"app_id":"a","total_price":"${price}"}]}`)[0]?.content,
    );

    expect(contents[1]).toBe(contents[0]);
    expect(contents[2]).not.toBe(contents[0]);
  });

  it('knows the tokens of every kind of record, and none of a body that is no list', () => {
    const body = {
      export_metadata: { end: '2026-10-31' },
      app_records: [{ app_id: 'a', token_count: 5 }],
      user_records: [{ user_id: 'u', message_tokens: 1, answer_tokens: 2, total_tokens: 3 }],
    };

    expect(listBilledRecords(JSON.stringify(body)).map(({ tokens }) => tokens)).toEqual([5, 3]);
    expect(listBilledRecords('[]')).toEqual([]);
  });
});
