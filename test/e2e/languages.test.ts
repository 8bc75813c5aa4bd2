import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/cli/formats/display-width.ts';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { startStage } from '../support/stage.ts';

const OCTOBER = ['export', '--period', '2026-10', '--timezone', 'Asia/Tokyo'];

describe.each([
  {
    lang: 'en',
    delivered: [
      'Period 2026-10-01..2026-10-31 (Asia/Tokyo): 1 of 1 apps read',
      '  2026-10            15 tokens         0.0000750 USD',
      "Reconciled: run by run equal to Dify's own statistics.",
      'Delivered 1 record(s) of 2026-10-01..2026-10-31: Data received successfully',
    ],
    unreachable:
      /^Dify could not be read: Could not reach 127\.0\.0\.1:1: nothing listens there \(ECONNREFUSED, 127\.0\.0\.1:1\); check that it runs/m,
    refused:
      'refused the token (401): AUTH_TOKEN_INVALID; check EXTERNAL_API_TOKEN, and for API_Meter API_METER_TENANT_ID',
    mistake:
      "dify-usage: Unknown option '--perod' (Did you mean --period?) See dify-usage export --help.\n",
    unset: '  DIFY_EMAIL: It is not set. Set it to the e-mail address of a console account',
    empty: 'The spool in … is empty.\n',
    help: 'Usage: dify-usage spool retry [options] [ids...]\n\nSend what waits now;',
  },
  {
    lang: 'ja',
    delivered: [
      '期間 2026-10-01..2026-10-31（Asia/Tokyo）: アプリ 1 個のうち 1 個を読み取りました',
      '  2026-10            15 トークン         0.0000750 USD',
      '照合済み: 実行ごとの集計が Dify 自身の統計と一致しています。',
      '2026-10-01..2026-10-31 のレコード 1 件を送信しました: Data received successfully',
    ],
    unreachable:
      /^Dify を読み取れませんでした: 127\.0\.0\.1:1 に接続できませんでした: 接続を受け付けていません（ECONNREFUSED、127\.0\.0\.1:1）。起動していること/m,
    refused:
      'が認証トークンを拒否しました（401）: AUTH_TOKEN_INVALID。EXTERNAL_API_TOKEN と、API_Meter の場合は API_METER_TENANT_ID を確認してください',
    mistake:
      'dify-usage: 不明なオプション「--perod」です（--period の間違いではありませんか？）。dify-usage export --help を参照してください。\n',
    unset:
      '  DIFY_EMAIL: 設定されていません。次の値を設定してください: エディター（editor）以上のロールを持つコンソールアカウント',
    empty: '… のスプールは空です。\n',
    help: '使い方: dify-usage spool retry [options] [ids...]\n\n送信待ちのものを今すぐ送信します',
  },
  {
    lang: 'zh',
    delivered: [
      '期间 2026-10-01..2026-10-31（Asia/Tokyo）：1 个应用中已读取 1 个',
      '  2026-10            15 个 token         0.0000750 USD',
      '已核对：每次运行均与 Dify 自身的统计一致。',
      '已送达 2026-10-01..2026-10-31 的 1 条记录：Data received successfully',
    ],
    unreachable:
      /^无法读取 Dify：无法连接 127\.0\.0\.1:1：该处没有服务在监听（ECONNREFUSED，127\.0\.0\.1:1）；请检查其是否在运行/m,
    refused:
      '拒绝了访问令牌（401）：AUTH_TOKEN_INVALID；请检查 EXTERNAL_API_TOKEN，使用 API_Meter 时还要检查 API_METER_TENANT_ID',
    mistake:
      'dify-usage: 未知选项“--perod”（是否想输入 --period？）。请参阅 dify-usage export --help。\n',
    unset:
      '  DIFY_EMAIL：未设置。请设置为：控制台账号的邮箱地址，其角色须为“编辑”（editor）或更高。',
    empty: '… 中的待发队列为空。\n',
    help: '用法： dify-usage spool retry [options] [ids...]\n\n立即发送等待的内容；',
  },
])('in the language $lang', ({ lang, ...texts }) => {
  const env = { DIFY_USAGE_LANG: lang };

  it('an export tells what it has read and delivered, and sends the same data', async () => {
    const stage = await startStage({ world: smallWorld() });

    const run = await stage.run([...OCTOBER, '--verbose'], { env });

    expect(run).toMatchObject({ status: 0, stdout: '' });
    expect(
      run.stderr
        .split('\n')
        .filter((line) => !line.startsWith('{'))
        .slice(1),
    ).toEqual([...texts.delivered, '']);
    expect(logOf(run.stderr)).toContain('"msg":"Export finished"');
    expect(logOf(run.stderr)).toMatch(/^[ -~]+$/);
    expect(stage.receiver.rows('app_records')).toMatchObject([
      { period: '2026-10', token_count: 15, total_price: '0.0000750', currency: 'USD' },
    ]);
  });

  it('an export that fails tells the thing, the cause and the cure, and ends with the same status', async () => {
    const stage = await startStage({ world: smallWorld() });

    const unreachable = await stage.run(OCTOBER, {
      env: { ...env, DIFY_API_BASE_URL: 'http://127.0.0.1:1' },
    });
    const refused = await stage.run(OCTOBER, {
      env: { ...env, EXTERNAL_API_TOKEN: 'wrong-token-9' },
    });
    const list = await stage.run(['spool', 'list', '--json'], { env });

    expect(unreachable.status).toBe(69);
    expect(unreachable.stderr).toMatch(texts.unreachable);
    expect(refused.status).toBe(77);
    expect(refused.stderr).toContain(texts.refused);
    expect(JSON.parse(list.stdout).spool[0].last_error.message).toContain(
      'refused the token (401): AUTH_TOKEN_INVALID; check EXTERNAL_API_TOKEN, and for API_Meter API_METER_TENANT_ID',
    );
  });

  it('mistakes of the command line and of the settings are told', async () => {
    const stage = await startStage({ world: smallWorld() });

    const mistaken = await stage.run(['export', '--perod', 'today'], { env });
    const unset = await stage.run(['export', '--lang', lang], { env: { DIFY_EMAIL: undefined } });
    const empty = await stage.run(['--lang', lang, 'spool', 'list']);

    expect(mistaken).toMatchObject({ status: 64, stdout: '', stderr: texts.mistake });
    expect(unset).toMatchObject({ status: 78, stdout: '' });
    expect(unset.stderr).toContain(texts.unset);
    expect(empty).toMatchObject({ status: 0, stdout: texts.empty.replace('…', stage.stateDir) });
  });

  it('a document has the same codes, and messages in the language', async () => {
    const stage = await startStage({ world: smallWorld() });

    const run = await stage.run([...OCTOBER, '--json'], {
      env: { ...env, EXTERNAL_API_TOKEN: 'wrong-token-9' },
    });

    const { delivery } = JSON.parse(run.stdout);
    expect(delivery.deferred).toMatchObject({ code: 'http_401', status: 77 });
    expect(delivery.deferred.message).toContain(texts.refused);
  });

  it('the help is told, by the option as by the variable', async () => {
    const stage = await startStage({ world: smallWorld() });

    const byOption = await stage.run(['help', 'spool', 'retry', '--lang', lang]);
    const byVariable = await stage.run(['spool', 'retry', '--help'], { env });

    expect(byOption).toMatchObject({ status: 0, stderr: '' });
    expect(byOption.stdout.startsWith(texts.help)).toBe(true);
    expect(byVariable.stdout).toBe(byOption.stdout);
  });

  it('the table of exit statuses has columns of one width', async () => {
    const stage = await startStage({ world: smallWorld() });

    const { stdout } = await stage.run(['spool', '--help'], { env });

    const rows = stdout.split('\n').filter((line) => /^ +\d+ {2}\S/.test(line));
    const widths = rows.map((row) => displayWidth(row.slice(0, row.lastIndexOf('  '))));
    expect(rows).toHaveLength(14);
    expect(new Set(widths).size).toBe(1);
  });

  it('what others have written is as harmless as in English', async () => {
    const world = smallWorld('\u001b[2J\u202eevil {host}\n');
    const stage = await startStage({ world });
    stage.dify.addFault({
      path: /node-executions/,
      times: 100,
      action: { kind: 'answer', status: 500, body: { code: '\u001b[2J\u202e' } },
    });

    const run = await stage.run(OCTOBER, { env });

    expect(run.status).toBe(69);
    expect(run.stderr.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(run.stderr).toContain('evil {host}');
  });
});

describe('a language that is not spoken', () => {
  it('is a mistake of the caller as an option, of the operator as a variable', async () => {
    const stage = await startStage({ world: smallWorld() });

    const option = await stage.run([...OCTOBER, '--lang', 'fr']);
    const variable = await stage.run(OCTOBER, { env: { DIFY_USAGE_LANG: 'fr' } });

    expect(option).toMatchObject({
      status: 64,
      stderr: expect.stringContaining('Allowed choices are en, ja, zh.'),
    });
    expect(variable).toMatchObject({
      status: 78,
      stderr: expect.stringContaining(
        'DIFY_USAGE_LANG: It is not a known value. Use one of en, ja, zh.',
      ),
    });
  });

  it('is never that of the locale', async () => {
    const stage = await startStage({ world: smallWorld() });

    const run = await stage.run(['spool', 'list'], {
      env: { LANG: 'ja_JP.UTF-8', LC_ALL: 'zh_CN.UTF-8', LANGUAGE: 'ja' },
    });

    expect(run.stdout).toBe(`The spool in ${stage.stateDir} is empty.\n`);
  });
});

function smallWorld(name = 'Summary') {
  const build = worldBuilder('1.14.2');
  build.run(build.app('workflow', { name }), { nodes: [llm()] });
  return build.world;
}

/** The lines for programs, without what surrounds them. */
function logOf(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .join(' ');
}
