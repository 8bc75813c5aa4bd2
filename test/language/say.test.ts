import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StateWriteError } from '../../src/files/state-write-error.ts';
import { en } from '../../src/language/en.ts';
import { loadLanguage } from '../../src/language/load-language.ts';
import { message } from '../../src/language/message.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import { textOf } from '../../src/language/told-error.ts';
import { translation } from '../../src/language/translation.ts';

const full = new StateWriteError('/state/spool/x.json', {
  cause: Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' }),
});

describe('say', () => {
  it('says a text that is the same in every language as it is', () => {
    expect(sayInEnglish('{host} billing.test')).toBe('{host} billing.test');
  });

  it('takes nothing that a value brings along for a place', () => {
    const said = sayInEnglish(
      message('lock_holder', { pid: 1, host: '{since} {pid}', since: '$&' }),
    );

    expect(said).toBe('process 1 on {since} {pid}, since $&');
  });

  it.each([
    ['en', 'Dify 1.14.2 at dify.test, workspace A, B'],
    ['ja', 'Dify 1.14.2（dify.test）、ワークスペース A、B'],
    ['zh', 'Dify 1.14.2（dify.test），工作空间 A、B'],
  ] as const)('joins several as a list in %s', async (language, expected) => {
    const say = await loadLanguage(language);
    const values = { version: '1.14.2', host: 'dify.test', workspaces: ['A', 'B'] };

    expect(say(message('summary_dify', values))).toBe(expected);
  });

  it.each([
    [
      'ja',
      '/state/spool/x.json に書き込めませんでした: 空き容量がありません（ENOSPC）。空きを作ってから再実行してください',
    ],
    ['zh', '无法写入 /state/spool/x.json：没有剩余空间（ENOSPC）；请释放空间后重新运行'],
  ] as const)('tells an error in %s, which for logs stays English', async (language, expected) => {
    expect((await loadLanguage(language))(textOf(full))).toBe(expected);
    expect(full.message).toBe(
      'Could not write /state/spool/x.json: no space is left (ENOSPC); free some and run again',
    );
  });
});

describe('the parts of what is said', () => {
  const refused = message('network_unreachable', {
    host: 'billing.test',
    problem: message('network_facts_and_cure', {
      problem: message('failure_ECONNREFUSED'),
      facts: 'ECONNREFUSED',
      cure: message('cure_running'),
    }),
  });

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
  ] as const)('are a problem and a cure from within it in %s', async (language, problem, cure) => {
    const say = await loadLanguage(language);

    expect(say.parts(refused)).toEqual({ problem, cure });
  });

  it('are the whole and no cure where nothing says what to do', () => {
    expect(sayInEnglish.parts('no; cure: here')).toEqual({
      problem: 'no; cure: here',
      cure: undefined,
    });
    expect(sayInEnglish.parts(message('summary_dry_run'))).toEqual({
      problem: 'Dry run: nothing was sent or stored.',
      cure: undefined,
    });
  });

  it.each([
    ['en', 'Most proxies are http:// in HTTPS_PROXY.', '. Most'],
    ['zh', '请注意，多数代理在 HTTPS_PROXY 中应写成 http://。', '。请注意，多数'],
  ] as const)('have several cures one after the other in %s', async (language, last, joint) => {
    const say = await loadLanguage(language);
    const problem = message('tls_not_yet_valid');
    const { cure = '' } = say.parts(
      message('proxy_tls_hint', { problem, variable: 'HTTPS_PROXY' }),
    );

    expect(cure).toContain(joint);
    expect(cure.endsWith(last)).toBe(true);
  });

  it('have the same cure once, and a command at its end without a full stop', () => {
    const cache = message('tls_not_yet_valid');
    const doubt = { directory: '/s', who: 'x', command: 'rm /s/lock' };

    expect(sayInEnglish.parts(message('check_spool_full', { reasons: [cache, cache] }))).toEqual({
      problem:
        'it takes no more: its certificate is not valid yet, its certificate is not valid yet',
      cure: 'Compare the clocks of both machines.',
    });
    expect(sayInEnglish.parts(message('lock_in_doubt', doubt)).cure).toBe(
      'If it has ended for certain, remove the file: rm /s/lock',
    );
  });

  it.each(['en', 'ja', 'zh'] as const)(
    'are divided by the template alone in %s, whatever a value holds',
    async (language) => {
      const say = await loadLanguage(language);
      const divider = fc.constantFrom('¦', '; ', ': ', '。', '；', '：', '. ', '{who}', 'a');
      fc.assert(
        fc.property(fc.array(divider, { minLength: 1 }), (dividers) => {
          const value = dividers.join('');
          const held = message('lock_held', { directory: value, who: value });
          const { problem, cure } = say.parts(held);

          expect(problem.split(value).length).toBeGreaterThanOrEqual(3);
          expect(problem).toContain(value);
          expect(say(held)).toContain(value);
          expect(cure).toBe(say.parts(message('lock_held', { directory: '', who: '' })).cure);
        }),
      );
    },
  );

  it('say the mark nowhere', () => {
    for (const code of Object.keys(en) as (keyof typeof en)[]) {
      const said = sayInEnglish({ code, values: {} });
      const { problem, cure = '' } = sayInEnglish.parts({ code, values: {} });

      expect(`${said}${problem}${cure}`).not.toContain('¦');
    }
  });
});

describe('the types', () => {
  it('refuse a message without its values, and a translation without a text or a place', () => {
    // @ts-expect-error since is missing
    message('lock_holder', { pid: 1, host: 'a' });
    // @ts-expect-error there is no such place
    message('summary_dry_run', { host: 'a' });
    // @ts-expect-error there is no such code
    message('summary_of_nothing');

    const english = { greeting: 'Hello {name}', parting: 'Bye' } as const;
    translation(english, { greeting: '{name}さん、こんにちは', parting: 'さようなら' });
    // @ts-expect-error parting is missing
    translation(english, { greeting: '{name}さん、こんにちは' });
    // @ts-expect-error the name is missing
    translation(english, { greeting: 'こんにちは', parting: 'さようなら' });
    // @ts-expect-error nobody has such a place
    translation(english, { greeting: '{name}さん', parting: '{when} さようなら' });

    expect(en.summary_dry_run).toBe('Dry run: nothing was sent or stored.');
  });
});
