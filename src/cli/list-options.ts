import type { CommandDescription, OptionDescription } from './describe-command.ts';

/** The options that a command does not share with the program. */
export function ownOptions(
  { options }: CommandDescription,
  program: CommandDescription,
): readonly OptionDescription[] {
  const shared = new Set(program.options.map(({ long }) => long));
  return options.filter(({ long }) => !shared.has(long));
}

/** All that it understands, each once: some of the program's are among its own. */
export function allOptions(
  { options }: CommandDescription,
  program: CommandDescription,
): readonly OptionDescription[] {
  const own = new Set(options.map(({ long }) => long));
  return [...options, ...program.options.filter(({ long }) => !own.has(long))];
}
