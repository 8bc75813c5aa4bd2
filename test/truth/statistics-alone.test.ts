import { readFileSync } from 'node:fs';
import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { loadCalls, loadWorld } from '../support/fake-dify/load-world.ts';
import { recordedBill } from '../support/recorded-bill.ts';

const VERSION = '1.10.1';
const OCTOBER = { version: VERSION, timeZone: 'UTC', aggregation: 'monthly' } as const;

/** What docs/MIGRATION.md says of a program that bills by `statistics/token-costs` alone. */
describe('the recorded month of Dify 1.10.1 in docs/MIGRATION.md', () => {
  const page = readFileSync('docs/MIGRATION.md', 'utf8');

  it('is told to a fifth by the statistics', () => {
    const answers = loadCalls(VERSION).filter(({ id }) =>
      /^stats\.token-costs\.\w+\.month\.UTC$/.test(id),
    );
    const rows = answers.flatMap(({ body }) => rowsOf(body));

    const tokens = rows.reduce((sum, row) => sum + Number(row.token_count), 0);
    const price = rows.reduce((sum, row) => sum.plus(row.total_price), new Big(0)).toFixed(7);

    expect({ tokens, price }).toEqual({ tokens: 7506, price: '0.0406628' });
    expect(new Set(rows.map(({ currency }) => currency))).toEqual(new Set(['USD']));
    expect(page).toContain('| 7,506 | 0.0406628, all of it called USD |');
  });

  it('is exported with the rest, most of which is in workflow apps', async () => {
    const { bill } = await recordedBill(OCTOBER, 'both');
    const [payload] = bill.payloads;
    const modes = new Map(loadWorld(VERSION).world.apps.map(({ id, mode }) => [id, mode]));
    const apps = payload?.app_records ?? [];

    expect(sumsOf(apps)).toBe('36344: 0.0126160 CNY, 0.0812338 USD');
    expect(sumsOf(apps.filter(({ app_id }) => modes.get(app_id) === 'workflow'))).toBe(
      '29347: 0.0059960 CNY, 0.0522985 USD',
    );
    expect(page).toContain('| 36,344 | 0.0812338 USD and 0.0126160 CNY |');
    expect(page).toContain('| 29,347 | 0.0522985 USD and 0.0059960 CNY |');
  });
});

type Priced = {
  readonly token_count: number;
  readonly total_price: string;
  readonly currency: string;
};

function sumsOf(records: readonly Priced[]): string {
  const tokens = records.reduce((sum, { token_count }) => sum + token_count, 0);
  const prices = new Map<string, Big>();
  for (const { currency, total_price } of records) {
    prices.set(currency, (prices.get(currency) ?? new Big(0)).plus(total_price));
  }
  const sums = [...prices].map(([currency, sum]) => `${sum.toFixed(7)} ${currency}`).sort();
  return `${tokens}: ${sums.join(', ')}`;
}

function rowsOf(body: unknown): readonly Priced[] {
  return (body as { readonly data?: readonly Priced[] }).data ?? [];
}
