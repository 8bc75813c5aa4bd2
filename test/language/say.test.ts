import { describe, expect, it } from 'vitest';
import { StateWriteError } from '../../src/files/state-write-error.ts';
import { en } from '../../src/language/en.ts';
import { loadLanguage } from '../../src/language/load-language.ts';
import { message } from '../../src/language/message.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import { sayError } from '../../src/language/told-error.ts';
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
    expect(sayError(full, await loadLanguage(language))).toBe(expected);
    expect(full.message).toBe(
      'Could not write /state/spool/x.json: no space is left (ENOSPC); free some and run again',
    );
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
