import type { CommandDescription, OptionDescription } from '../cli/describe-command.ts';
import { listCommands } from '../cli/list-commands.ts';
import { ownOptions } from '../cli/list-options.ts';

/** Completions of fish; the options of the program itself are understood at every command. */
export function fishCompletion(program: CommandDescription): string {
  const below = listCommands(program).filter(({ name }) => name !== '');
  const valued = listCommands(program)
    .flatMap(({ options }) => options)
    .filter(({ value }) => value !== undefined && !value.isOptional);
  return `# fish completion of dify-usage: source it, or save it as
# ~/.config/fish/completions/dify-usage.fish

# Whether the words so far lead to this command, and with "alone" to nothing behind it.
function __dify_usage_at
    set -l IFS \\n # an empty one would keep the words together
    set -l words (commandline -opc)
    set -e words[1]
    set -l path ''
    set -l option ''
    set -l behind ''
    for word in $words
        if test -n "$option"
            set option ''
            continue
        end
        switch $word
            case ${[...new Set(valued.map(({ long }) => long))].join(' ')}
                set option $word
            case '-*'
            case '*'
                set -l next (string trim -- "$path $word")
                contains -- $next ${below.map(({ name }) => quote(name)).join(' ')}
                and set path $next
                or set behind $word
        end
    end
    test "$path" = "$argv[1]"
    and begin
        test "$argv[2]" != alone
        or test -z "$behind"
    end
end

complete -c dify-usage -f
${program.options.map((option) => optionLine(option)).join('\n')}
${listCommands(program)
  .flatMap((command) => linesAt(command, program))
  .join('\n')}
`;
}

function linesAt(command: CommandDescription, program: CommandDescription): string[] {
  const at = `__dify_usage_at ${quote(command.name)}`;
  const condition = `-n ${quote(at)}`;
  return [
    ...command.commands.map(
      ({ word, summary }) => `complete -c dify-usage ${condition} -a ${word} -d ${quote(summary)}`,
    ),
    ...command.arguments
      .filter(({ words }) => words.length > 0)
      .map(
        ({ words, description }) =>
          `complete -c dify-usage -n ${quote(`${at} alone`)} -a ${quote(words.join(' '))} -d ${quote(description)}`,
      ),
    ...ownOptions(command, program).map((option) => optionLine(option, condition)),
  ];
}

function optionLine({ short, long, value, description }: OptionDescription, condition = '') {
  return [
    'complete -c dify-usage',
    condition,
    short === undefined ? '' : `-s ${short.slice(1)}`,
    `-l ${long.slice(2)}`,
    completeValue(value),
    `-d ${quote(description)}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function completeValue(value: OptionDescription['value']): string {
  if (value === undefined || value.isOptional) return '';
  if (value.isFile) return '-r -F';
  return value.words.length === 0 ? '-x' : `-x -a ${quote(value.words.join(' '))}`;
}

/** Between single quotes fish knows only these two as special. */
function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
