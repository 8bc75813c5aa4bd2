import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { loadWorld, type RecordedVersion } from '../support/fake-dify/load-world.ts';
import { RECORDED_VERSIONS } from '../support/fake-dify/presets.ts';
import type { RecordedRequest } from '../support/fake-dify/server.ts';
import type { FakeReceiver } from '../support/fake-receiver.ts';
import { sumTruth, type Truth } from '../support/oracle.ts';
import { startStage } from '../support/stage.ts';

describe.each(RECORDED_VERSIONS)('the recorded month of Dify %s', (version) => {
  it('arrives at the receiver as the database knows it, by reading only', async () => {
    const { world, oracle } = loadWorld(version);
    const stage = await startStage({ version, world });
    const args = ['--period', '2026-10', '--timezone', 'Asia/Tokyo', '--mode', 'both'];

    const run = await stage.run(['export', ...args]);

    expect(run).toMatchObject({ status: 0, stdout: '' });
    const truth = truthOf(version, oracle);
    expect(storedApps(stage.receiver)).toEqual(truth);
    expect(storedWorkspace(stage.receiver)).toEqual(sumOverApps(truth));
    expect(stage.dify.requests.filter(isLogin)).toHaveLength(1);
    expect(stage.dify.requests.filter(changesSomething)).toEqual([]);
  });
});

function truthOf(version: RecordedVersion, oracle: ReturnType<typeof loadWorld>['oracle']): Truth {
  const hidesDeleted = ['1.8.1', '1.9.1'].includes(version);
  const deleted = Object.entries(oracle.labels.runs).filter(([, label]) => label === 'ac.del');
  return sumTruth(oracle, {
    timeZone: 'Asia/Tokyo',
    aggregation: 'monthly',
    periods: new Set(['2026-10']),
    withDebugger: ['0.15.3', '1.4.3', '1.8.1'].includes(version),
    hiddenRuns: new Set(hidesDeleted ? deleted.map(([id]) => id) : []),
  });
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
