import { describe, expect, it } from 'vitest';
import { findLanguage } from '../../src/cli/find-language.ts';

const FILES: Readonly<Record<string, string>> = {
  'words.env': 'Some words\n  # more\nDIFY_USAGE_LANG=zh\n',
  'zh.env': '\ufeffDIFY_USAGE_LANG="zh"\n',
  'other.env': 'DIFY_EMAIL=a@example.com\n',
};

type Given = { readonly args?: string; readonly lang?: string };

async function find({ args = '', lang }: Given): Promise<string> {
  const readFile = async (path: string) => {
    const text = FILES[path];
    if (text === undefined) throw new Error('ENOENT');
    return text;
  };
  const env = { DIFY_USAGE_LANG: lang, LANG: 'ja_JP.UTF-8', LC_ALL: 'ja_JP.UTF-8' };
  return await findLanguage({ args: args.split(' '), env, readFile });
}

describe('findLanguage', () => {
  it.each<[expected: string, what: string, given: Given]>([
    ['en', 'nothing, whatever the locale is', {}],
    ['ja', 'the option', { args: 'export --lang ja' }],
    ['zh', 'the option with an equals sign', { args: '--lang=zh export' }],
    ['zh', 'the last of two options', { args: '--lang ja export --lang=zh' }],
    ['ja', 'the option before the environment', { args: '--lang ja', lang: 'zh' }],
    ['zh', 'the environment', { lang: ' ZH ' }],
    ['zh', 'the env file', { args: 'export --env-file zh.env' }],
    ['zh', 'an env file in which another line is wrong', { args: '--env-file words.env' }],
    ['ja', 'the environment before the env file', { args: '--env-file=zh.env', lang: 'ja' }],
    [
      'en',
      'an empty variable and an env file without it',
      { args: '--env-file other.env', lang: '' },
    ],
    ['en', 'an env file that is not there', { args: '--env-file none.env' }],
    ['en', 'an option without a value', { args: 'export --lang' }],
    ['en', 'an option after the end of the options', { args: 'spool rm -- --lang ja' }],
  ])('is %s for %s', async (expected, _what, given) => {
    expect(await find(given)).toBe(expected);
  });

  it.each(['fr', 'japanese', '__proto__'])(
    'is English for %s, which is refused later',
    async (word) => {
      expect(await find({ args: `--lang ${word}`, lang: 'ja' })).toBe('en');
      expect(await find({ lang: word })).toBe('en');
    },
  );
});
