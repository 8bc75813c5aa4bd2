import { fencedBlocks } from './fenced-blocks.ts';

/** What a document has in common with its translations. */
export type Outline = {
  /** The level of each heading: 2 for `##`. */
  readonly headings: readonly number[];
  /** Of each table the first cells of its rows, undefined where they are words and not code or figures. */
  readonly tables: readonly (readonly (string | undefined)[])[];
  /** Language, mark and text of each block of code, without the comments in it. */
  readonly blocks: readonly (readonly [language: string, isMarked: boolean, text: string])[];
  /** Where links lead, in the order of the text. */
  readonly links: readonly string[];
};

/** A cell that is nothing but code and punctuation, or a figure, is the same in every language. */
const SAME_EVERYWHERE = /^(?:`[^`]+`|[\d\s,、，.])+$/;

export function outline(markdown: string): Outline {
  const prose = markdown.replace(/^ *```[\s\S]*?^ *```$/gm, '');
  return {
    headings: [...prose.matchAll(/^(#+) /gm)].map(([, level = '']) => level.length),
    tables: [...prose.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => firstCells(table)),
    blocks: fencedBlocks(markdown).map(({ language, notRun, text }) => [
      language,
      notRun !== undefined,
      withoutComments(text),
    ]),
    links: [...prose.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target),
  };
}

function firstCells(table: string): readonly (string | undefined)[] {
  return table
    .trimEnd()
    .split('\n')
    .map((row) => row.split(/(?<!\\)\|/)[1]?.trim() ?? '')
    .map((cell) => (SAME_EVERYWHERE.test(cell) ? cell.replace(/\s*[,、，]\s*/g, ',') : undefined));
}

/** What a person reads and the shell does not; `#` within a word begins no comment. */
function withoutComments(code: string): string {
  return code.replace(/(?:^|\s+)# .*$/gm, '');
}
