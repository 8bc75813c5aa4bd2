import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Outline, outline } from '../support/documents/outline.ts';

const ours = outline(readFileSync('README.md', 'utf8'));
const translations = ['README.ja.md', 'README.zh-CN.md'];

describe.each(translations)('%s', (file) => {
  const theirs = outline(readFileSync(file, 'utf8'));

  it('has the headings of README.md', () => {
    expect(theirs.headings).toEqual(ours.headings);
  });

  it('has the tables of README.md, row for row', () => {
    expect(theirs.tables).toEqual(ours.tables);
  });

  it('has the blocks of code of README.md, but for comments', () => {
    expect(theirs.blocks).toEqual(ours.blocks);
  });

  it('names all the options, variables and commands that README.md names, in the same sections', () => {
    const lost = ours.code.map((spans, section) =>
      spans.filter((span) => !theirs.code[section]?.includes(span)),
    );

    expect(lost.flat()).toEqual([]);
  });

  it('leads to where README.md leads', () => {
    expect(linksOf(theirs)).toEqual(linksOf(ours));
  });
});

describe('the outline of a document', () => {
  const document = [
    '# Title',
    'See [the map](docs/ARCHITECTURE.md) after `npm ci`.',
    '| variable | meaning |',
    '| --- | --- |',
    '| `A`, `B` | without `A` |',
    '| a word | 3000 |',
    '## Commands',
    '<!-- not run by the tests: needs a registry -->',
    '```sh',
    'npm ci    # everything',
    "echo '#1'",
    '```',
  ].join('\n');

  it('is all that a translation keeps', () => {
    expect(outline(document)).toEqual({
      headings: [1, 2],
      tables: [
        [
          ['', ''],
          ['', ''],
          ['`A`,`B`', 'A'],
          ['', '3000'],
        ],
      ],
      blocks: [['sh', true, "npm ci\necho '#1'"]],
      links: ['docs/ARCHITECTURE.md'],
      code: [[], ['A', 'B', 'npm ci'], []],
    });
  });

  it.each([
    ['a translated cell', 'without `A`', '`A` なし', true],
    ['another figure', '3000', '2000', false],
    ['another word of code in a cell', 'without `A`', '`B` なし', false],
    ['another word of code in a sentence', 'after `npm ci`', 'after `npm i`', false],
    ['a translated first cell', 'a word', '言葉', true],
    ['a translated comment', '# everything', '# すべて', true],
    ['a translated comma', '`A`, `B`', '`A`、`B`', true],
    ['another command', 'npm ci', 'npm install', false],
    ['a row less', '| a word | 3000 |\n', '', false],
    ['another variable', '`B`', '`C`', false],
    ['another level', '## Commands', '### Commands', false],
    ['another link', '(docs/ARCHITECTURE.md)', '(docs/MAP.md)', false],
    ['a lost mark', '<!-- not run by the tests: needs a registry -->', '', false],
  ])('tells of %s: %j for %j', (_what, from, to, isInStep) => {
    const translated = outline(document.replace(from, to));

    expect(JSON.stringify(translated) === JSON.stringify(outline(document))).toBe(isInStep);
  });
});

/** Without those from one language to the others, which are not the same in any two of them. */
function linksOf({ links }: Outline): readonly string[] {
  return links.filter((link) => !/^README(?:\.ja|\.zh-CN)?\.md$/.test(link));
}
