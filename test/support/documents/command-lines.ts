import { fencedBlocks } from './fenced-blocks.ts';

const COMMANDS = 'export|check|config|spool|cache|completion|help';

/** A command, wherever it stands in a line, up to what the shell or a comment begins with. */
const COMMAND = new RegExp(
  `\\bdify-usage(?:\\.js)? ((?:${COMMANDS})\\b[^#|&;>\`\\n]*|--(?:help|version))`,
  'g',
);

/**
 * What a document writes behind `dify-usage`, in blocks that are not run and in its sentences. Not in tables,
 * whose cells are synopses.
 */
export function commandLines(markdown: string): readonly string[] {
  const sentences = markdown
    .replace(/^ *```[\s\S]*?^ *```$/gm, '')
    .split('\n')
    .filter((line) => !line.startsWith('|'))
    .join('\n');
  const spans = [...sentences.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);
  const notRun = fencedBlocks(markdown).filter((block) => block.notRun !== undefined);
  return [...notRun.map(({ text }) => text), ...spans]
    .flatMap((text) => [...text.matchAll(COMMAND)])
    .map(([, line = '']) => line.trim());
}

/** The words of the commands that a document's tables describe, such as `spool show`. */
export function commandsInTables(markdown: string): readonly string[] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
  const commands = rows.flatMap((row) => [
    ...row.matchAll(new RegExp(`\`dify-usage ((?:${COMMANDS})(?: [a-z]+(?![a-z\\\\]))?)`, 'g')),
  ]);
  return [...new Set(commands.map(([, words = '']) => words))];
}
