import { describe, expect, it } from 'vitest';
import { CommandLineError } from '../../src/cli/command-line-error.ts';
import { parseCommandLine } from '../../src/cli/parse-command-line.ts';
import { loadLanguage } from '../../src/language/load-language.ts';

const say = await loadLanguage('ja');
const nowhere = { write: () => true };

/** What a person reads of the mistake, in Japanese: in English commander's own words would do. */
function mistakeIn(line: string): string | undefined {
  try {
    const args = line.split(' ').filter(Boolean);
    parseCommandLine(args, { say, stdout: nowhere, stderr: nowhere });
    return undefined;
  } catch (error) {
    if (error instanceof CommandLineError) return say(error.told);
    throw error;
  }
}

describe('describeMistake', () => {
  it.each([
    ['', 'コマンドが指定されていません。'],
    ['export --zzz', '不明なオプション「--zzz」です。'],
    [
      'export --perod x',
      '不明なオプション「--perod」です（--period の間違いではありませんか？）。',
    ],
    ['zzzzzz', '不明なコマンド「zzzzzz」です。'],
    ['exprt', '不明なコマンド「exprt」です（export の間違いではありませんか？）。'],
    ['spool show', '必須の引数「id」がありません。'],
    ['export --period', 'オプション「--period <period>」の値がありません。'],
    [
      '--quiet export --verbose',
      'オプション「--quiet」はオプション「--verbose」と同時に使えません。',
    ],
    ['export today', '「export」の引数が多すぎます。0 個のところ 1 個指定されています。'],
    ['spool show a b', '「show」の引数が多すぎます。1 個のところ 2 個指定されています。'],
    [
      '--lang fr export',
      'オプション「--lang <language>」の値「fr」は正しくありません。指定できる値は次のとおりです: en、ja、zh。',
    ],
    [
      'cache clear --before soon',
      'オプション「--before <date>」の値「soon」は正しくありません。2026-01-31 のような日付を指定してください。',
    ],
    [
      'spool show ../x',
      '引数「id」の値「../x」は正しくありません。`spool list` に表示される ID を指定してください。',
    ],
    [
      'export --lock-wait soon',
      'オプション「--lock-wait <seconds>」の値「soon」は正しくありません。0 から 86400 までの数を指定してください。',
    ],
  ])('says what is wrong with %j', (line, expected) => {
    expect(mistakeIn(line)).toBe(expected);
  });

  it('is not taken in by a value that speaks like commander', () => {
    const value = "x'_is_invalid._y".replaceAll('_', '\u00a0');

    expect(mistakeIn(`export --format ${value}`)).toMatch(/指定できる値は次のとおりです: json、/);
  });
});
