import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { en } from '../../src/language/en.ts';
import { ja } from '../../src/language/ja.ts';
import { type Catalogue, sayIn } from '../../src/language/say.ts';
import { placeNames } from '../../src/language/template.ts';
import { zh } from '../../src/language/zh.ts';

const CATALOGUES: readonly (readonly [name: string, catalogue: Catalogue])[] = [
  ['en', en],
  ['ja', ja],
  ['zh', zh],
];

/** Words that are the same in every language: names, options, variables, files, commands, statuses. */
const UNTRANSLATED =
  /dify-usage [a-z]+ ?[a-z]*|spool (?:list|rm|retry)|npm install \S+ \S+|openssl x509 -inform der -in|AWS Secrets Manager|IANA|API_Meter|Node\.js|DIFY_[A-Z_]+|[A-Z]+_[A-Z_]+|--[a-z-]+|[\w-]+\/|`[^`]*`|"[^"]*"|https?:\/\/\S*|AWS SDK|Dify|DNS|TCP|TLS|[a-z]+_[a-z_N]+|api-meter|external-api|[a-z]+(?:, [a-z]+)+|success: false/g;

describe.each(CATALOGUES)('the catalogue %s', (_name, catalogue) => {
  const entries = Object.entries(catalogue);

  it('has the codes of the English one', () => {
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(en).sort());
  });

  it('has every place of the English text in each of its own', () => {
    const english: Readonly<Record<string, string>> = en;
    const strays = entries.filter(
      ([code, text]) => setOf(placeNames(text)) !== setOf(placeNames(english[code] ?? '')),
    );

    expect(strays).toEqual([]);
  });

  it('shows every value as it is, whatever it looks like', () => {
    const say = sayIn(catalogue);
    fc.assert(
      fc.property(
        fc.constantFrom(...entries),
        fc.string({ minLength: 1 }),
        ([code, text], value) => {
          const names = placeNames(text);
          const values = Object.fromEntries(names.map((name) => [name, `<${name} ${value}>`]));
          const said = say({ code: code as keyof typeof en, values });

          for (const name of names) expect(said).toContain(`<${name} ${value}>`);
        },
      ),
    );
  });

  it('has no place left over, and no blank at an end that is not meant', () => {
    expect(entries.filter(([, text]) => text.trim() === '' && text !== '')).toEqual([]);
    expect(entries.filter(([, text]) => /[{}]/.test(text.replaceAll(/\{\w+\}/g, '')))).toEqual([]);
  });

  it('has no control character and nothing that reorders or hides text', () => {
    expect(
      entries.filter(([, text]) => /[^\P{Cc}\n]|[\u200b-\u200f\u202a-\u202e]/u.test(text)),
    ).toEqual([]);
  });
});

describe.each([
  ['Japanese', ja, /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u],
  ['Chinese', zh, /\p{Script=Han}/u],
] as const)('the %s texts', (_name, catalogue: Catalogue, script) => {
  const entries = Object.entries(catalogue);

  it('are in its script, but for those without a word', () => {
    const strays = entries.filter(([, text]) => !script.test(text) && /\w/.test(bare(text)));

    expect(strays).toEqual([]);
  });

  it('have no English sentence in them', () => {
    const strays = entries.filter(([, text]) => /\b[a-z]{2,} [a-z]{2,}\b/.test(bare(text)));

    expect(strays).toEqual([]);
  });
});

it('keeps Chinese free of kana, and Japanese free of simplified characters', () => {
  const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
  const simplified = /[请应读队发为这户码网页错误设认证书动关联]/u;

  expect(Object.entries(zh).filter(([, text]) => kana.test(text))).toEqual([]);
  expect(Object.entries(ja).filter(([, text]) => simplified.test(text))).toEqual([]);
});

function bare(text: string): string {
  return text.replaceAll(/\{\w+\}/g, '').replaceAll(UNTRANSLATED, '');
}

function setOf(names: readonly string[]): string {
  return [...new Set(names)].sort().join();
}
