import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import type { Aggregation } from '../../src/period/period.ts';
import { loadWorld, type Oracle, type RecordedVersion } from '../support/fake-dify/load-world.ts';
import type { RecordedRequest } from '../support/fake-dify/server.ts';
import type { FakeReceiver, ReceivedRecord } from '../support/fake-receiver.ts';
import { sumTruth, type Truth } from '../support/oracle.ts';
import { startStage } from '../support/stage.ts';
import { END_TO_END_VERSIONS } from '../support/truth-scope.ts';

const OCTOBER = ['export', '--period', '2026-10', '--timezone', 'Asia/Tokyo'];
const TENANT = '5b0e4d1a-7c22-4f6b-9a3e-0d8f6c1b2a47';

describe.each(END_TO_END_VERSIONS)('the recorded month of Dify %s', (version) => {
  it('arrives at the receiver as the database knows it, by reading only', async () => {
    const { world, oracle } = loadWorld(version);
    const stage = await startStage({ version, world });

    const run = await stage.run([...OCTOBER, '--mode', 'all']);

    expect(run).toMatchObject({ status: 0, stdout: '' });
    const truth = truthOf(version, oracle, 'monthly');
    const workspace = sumOverApps(truth);
    expect(storedApps(stage.receiver)).toEqual(truth);
    expect(storedWorkspace(stage.receiver)).toEqual(workspace);
    expect(sumOverApps(storedModels(stage.receiver))).toEqual(workspace);
    expect(sumTokens(stage.receiver.rows('user_records'), 'total_tokens')).toBe(
      sumTokens(stage.receiver.rows('app_records'), 'token_count'),
    );
    expect(stage.dify.requests.filter(isLogin)).toHaveLength(1);
    expect(stage.dify.requests.filter(changesSomething)).toEqual([]);
  });

  it('arrives at an API_Meter day by day', async () => {
    const { world, oracle } = loadWorld(version);
    const stage = await startStage({ version, world });

    const run = await stage.run(OCTOBER, { env: { API_METER_TENANT_ID: TENANT } });

    expect(run).toMatchObject({ status: 0, stdout: '' });
    expect(storedDays(stage.receiver)).toEqual(sumOverApps(truthOf(version, oracle, 'daily')));
    expect(stage.dify.requests.filter(changesSomething)).toEqual([]);
  });
});

function truthOf(version: RecordedVersion, oracle: Oracle, aggregation: Aggregation): Truth {
  return sumTruth(oracle, { version, timeZone: 'Asia/Tokyo', aggregation });
}

function storedApps(receiver: FakeReceiver): Truth {
  return Object.fromEntries(
    receiver
      .rows('app_records')
      .map(({ period, app_id, currency, token_count, total_price }) => [
        [period, app_id, currency].join(' | '),
        `${token_count} tokens, ${total_price}`,
      ]),
  );
}

/** Keyed like `Truth`, by whatever tells the records apart. */
function storedModels(receiver: FakeReceiver): Truth {
  return Object.fromEntries(
    receiver
      .rows('model_records')
      .map(({ period, currency, total_tokens, total_price, ...key }) => [
        [period, JSON.stringify(key), currency].join(' | '),
        `${total_tokens} tokens, ${total_price}`,
      ]),
  );
}

/** What API_Meter bills per day and currency. */
function storedDays(receiver: FakeReceiver): Truth {
  return sumOverApps(
    Object.fromEntries(
      receiver
        .rows('records')
        .map(({ usage_date, provider, model, currency, total_tokens, cost_actual }) => [
          [usage_date, `${provider} ${model}`, currency].join(' | '),
          `${total_tokens} tokens, ${new Big(String(cost_actual)).toFixed(7)}`,
        ]),
    ),
  );
}

function sumTokens(rows: readonly ReceivedRecord[], field: string): number {
  return rows.reduce((sum, row) => sum + Number(row[field]), 0);
}

function storedWorkspace(receiver: FakeReceiver): Truth {
  return Object.fromEntries(
    receiver
      .rows('workspace_records')
      .map(({ period, currency, token_count, total_price }) => [
        [period, currency].join(' | '),
        `${token_count} tokens, ${total_price}`,
      ]),
  );
}

function sumOverApps(truth: Truth): Truth {
  const sums = new Map<string, { readonly tokens: number; readonly price: Big }>();
  for (const [key, text] of Object.entries(truth)) {
    const [period, , currency] = key.split(' | ');
    const [tokens = '', price = ''] = text.split(' tokens, ');
    const total = [period, currency].join(' | ');
    const sum = sums.get(total) ?? { tokens: 0, price: new Big(0) };
    sums.set(total, { tokens: sum.tokens + Number(tokens), price: sum.price.plus(price) });
  }
  return Object.fromEntries(
    [...sums].map(([key, { tokens, price }]) => [key, `${tokens} tokens, ${price.toFixed(7)}`]),
  );
}

function isLogin({ path }: RecordedRequest): boolean {
  return path === '/login';
}

/** The detail of a conversation marks it as read. */
function changesSomething({ method, path }: RecordedRequest): boolean {
  if (path === '/login' || path === '/refresh-token') return false;
  const isConversationDetail = /-conversations\/[^/]+$/.test(path);
  return method !== 'GET' || /logout|switch/.test(path) || isConversationDetail;
}
