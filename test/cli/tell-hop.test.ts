import { describe, expect, it } from 'vitest';
import { difyFailure, receiverFailure } from '../../src/check/failure.ts';
import { tellHop } from '../../src/cli/tell-hop.ts';
import { DifyError } from '../../src/dify/dify-error.ts';
import { HttpStatusError, NetworkError } from '../../src/http/http-error.ts';
import { loadLanguage } from '../../src/language/load-language.ts';
import { message } from '../../src/language/message.ts';

const refused = new NetworkError(
  'billing.test',
  message('network_facts_and_cure', {
    problem: message('failure_ECONNREFUSED'),
    facts: 'ECONNREFUSED',
    cure: message('cure_running'),
  }),
  { cause: undefined },
);
const elsewhere = new DifyError('address', message('dify_no_console_api', { host: 'dify.test' }), {
  host: 'dify.test',
  endpoint: 'GET /system-features',
});

describe('tellHop', () => {
  it.each([
    [
      'en',
      'Could not reach billing.test: nothing listens there (ECONNREFUSED)',
      'Check that it runs and that address and port are right.',
    ],
    [
      'ja',
      'billing.test に接続できませんでした: 接続を受け付けていません（ECONNREFUSED）',
      '起動していることと、アドレスとポートが正しいことを確認してください。',
    ],
    [
      'zh',
      '无法连接 billing.test：该处没有服务在监听（ECONNREFUSED）',
      '请检查其是否在运行，以及地址和端口是否正确。',
    ],
  ] as const)('takes a message with its cure apart in %s', async (language, found, cure) => {
    const say = await loadLanguage(language);

    expect(tellHop(receiverFailure(refused), say)).toEqual({ found, cure });
  });

  it.each([
    ['en', 'dify.test has no Dify console API', 'Check DIFY_API_BASE_URL.'],
    [
      'ja',
      'dify.test に Dify のコンソール API がありません',
      'DIFY_API_BASE_URL を確認してください。',
    ],
    ['zh', 'dify.test 上没有 Dify 控制台 API', '请检查 DIFY_API_BASE_URL。'],
  ] as const)('takes what is wrong with an address apart in %s', async (language, found, cure) => {
    const say = await loadLanguage(language);

    expect(tellHop(difyFailure(elsewhere), say)).toEqual({ found, cure });
  });

  it('has another cure only where the message has none', async () => {
    const say = await loadLanguage('zh');
    const cure = message('check_running_cure');
    const silent = new HttpStatusError('billing.test', 418);

    expect(tellHop(receiverFailure(silent), say)).toEqual({
      found: 'billing.test 返回了 418',
      cure: '请检查其是否在运行，以及中间的各个组件。',
    });
    expect(tellHop({ found: refused.told, cure }, say).cure).toBe(
      '请检查其是否在运行，以及地址和端口是否正确。',
    );
    expect(tellHop({ found: '{host}; 1', cure: undefined }, say)).toEqual({
      found: '{host}; 1',
      cure: undefined,
    });
  });
});
