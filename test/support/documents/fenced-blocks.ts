/** A block of code in a Markdown document, without the indentation of the list that it stands in. */
export type FencedBlock = {
  /** What stands behind the opening fence, e.g. `sh`. */
  readonly language: string;
  readonly text: string;
  /** Of the opening fence, from 1. */
  readonly line: number;
  /** The nearest `##` heading above it; empty before the first. */
  readonly section: string;
  /** Why it is not run, as the comment above it says; undefined: there is no such comment. */
  readonly notRun: string | undefined;
};

const FENCE = /^( *)```(\S*)$/;
const MARK = /^ *<!-- not run by the tests:?(.*)-->$/;

export function fencedBlocks(markdown: string): readonly FencedBlock[] {
  const lines = markdown.split('\n');
  const blocks: FencedBlock[] = [];
  let section = '';
  for (let index = 0; index < lines.length; index += 1) {
    const [, heading] = /^## (.*)$/.exec(lines[index] ?? '') ?? [];
    section = heading ?? section;
    const [, indent, language] = FENCE.exec(lines[index] ?? '') ?? [];
    if (indent === undefined || language === undefined) continue;

    const end = lines.indexOf(`${indent}\`\`\``, index + 1);
    if (end === -1) throw new Error(`The block of line ${index + 1} has no end`);
    const [, reason] = MARK.exec(lines[index - 1] ?? '') ?? [];
    blocks.push({
      language,
      text: lines
        .slice(index + 1, end)
        .map((line) => line.slice(indent.length))
        .join('\n'),
      line: index + 1,
      section,
      notRun: reason?.trim(),
    });
    index = end;
  }
  return blocks;
}
