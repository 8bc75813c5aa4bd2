import { fencedBlocks } from './fenced-blocks.ts';

/** What a document has in common with its translations. */
export type Outline = {
  /** The level of each heading: 2 for `##`. */
  readonly headings: readonly number[];
  /** Of each table the rows, of these the cells: the text of those that are code or figures, else the code in them. */
  readonly tables: readonly (readonly (readonly string[])[])[];
  /** Language, mark and text of each block of code, without the comments in it. */
  readonly blocks: readonly (readonly [language: string, isMarked: boolean, text: string])[];
  /** Where links lead, in the order of the text. */
  readonly links: readonly string[];
  /** What is marked as code, in the order of the alphabet, below each heading and before the first one. */
  readonly code: readonly (readonly string[])[];
};

/** A cell that is nothing but code and punctuation, or a figure, is the same in every language. */
const SAME_EVERYWHERE = /^(?:`[^`]+`|[\d\s,、，.])+$/;

export function outline(markdown: string): Outline {
  const prose = markdown.replace(/^ *```[\s\S]*?^ *```$/gm, '');
  return {
    headings: [...prose.matchAll(/^(#+) /gm)].map(([, level = '']) => level.length),
    tables: [...prose.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => rowsOf(table)),
    blocks: fencedBlocks(markdown).map(({ language, notRun, text }) => [
      language,
      notRun !== undefined,
      withoutComments(text),
    ]),
    links: [...prose.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target),
    code: prose.split(/^#+ .*$/m).map(codeIn),
  };
}

function rowsOf(table: string): readonly (readonly string[])[] {
  const rows = table.trimEnd().split('\n');
  return rows.map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => comparable(cell.trim())),
  );
}

function comparable(cell: string): string {
  return SAME_EVERYWHERE.test(cell) ? cell.replace(/\s*[,、，]\s*/g, ',') : codeIn(cell).join();
}

/** But for the language that an example chooses, which is the reader's. */
function codeIn(text: string): readonly string[] {
  const spans = [...text.matchAll(/`([^`]+)`/g)].map(([, span = '']) =>
    span.replace(/^(--lang |DIFY_USAGE_LANG=)(?:ja|zh)$/, '$1…'),
  );
  return [...new Set(spans)].sort();
}

/** What a person reads and the shell does not; `#` within a word begins no comment. */
function withoutComments(code: string): string {
  return code.replace(/(?:^|\s+)# .*$/gm, '');
}
