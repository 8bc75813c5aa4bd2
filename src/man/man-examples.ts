import type { CommandDescription } from '../cli/describe-command.ts';
import { roffLines, roffText } from './roff.ts';

const INDENTED = /^ {2,}/;
const COMMAND_LINE = /^ +(?:dify-usage|mkdir) /;

/** The examples of a command's help: sentences, and below them what to type. */
export function manExamples({ name, examples }: CommandDescription): readonly string[] {
  const lines = examples.split('\n').filter((line) => INDENTED.test(line));
  if (lines.length === 0) return [];

  return [
    `.SS ${roffText(`dify-usage ${name}`.trim())}`,
    ...lines.flatMap((line, at) => [
      ...(COMMAND_LINE.test(line)
        ? ['.RS 4', '.nf', roffText(line.trim()), '.fi', '.RE']
        : [...(at === 0 ? [] : ['.PP']), ...roffLines(line)]),
    ]),
  ];
}
