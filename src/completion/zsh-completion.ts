import type {
  ArgumentDescription,
  CommandDescription,
  OptionDescription,
} from '../cli/describe-command.ts';
import { listCommands } from '../cli/list-commands.ts';
import { allOptions } from '../cli/list-options.ts';
import { shellQuote } from '../text/shell-quote.ts';

/** A function of zsh for each command; it works from a file in `fpath` as well as when sourced. */
export function zshCompletion(program: CommandDescription): string {
  return `#compdef dify-usage
# zsh completion of dify-usage: source it after compinit, or save it as _dify-usage in a directory of fpath

${listCommands(program)
  .map((command) => completeCommand(command, program))
  .join('\n\n')}

if [ "$funcstack[1]" = _dify-usage ]; then
  _dify-usage "$@"
else
  compdef _dify-usage dify-usage
fi
`;
}

function completeCommand(command: CommandDescription, program: CommandDescription): string {
  const hasCommands = command.commands.length > 0;
  const specs = [
    ...allOptions(command, program).flatMap(optionSpecs),
    ...(hasCommands ? [`'1: :->command'`, `'*:: :->rest'`] : command.arguments.map(argumentSpec)),
  ];
  // With -A what follows a subcommand is left to its own function, options too.
  return `${functionName(command)}() {
  local context state state_descr line ret=1
  local -A opt_args
  _arguments -C -s -S${hasCommands ? ` -A '-*'` : ''} \\
    ${specs.join(' \\\n    ')} && ret=0
${hasCommands ? dispatch(command) : ''}  return ret
}`;
}

function dispatch({ commands }: CommandDescription): string {
  const lines = commands.map(
    ({ word, summary }) => `        ${shellQuote(`${word}:${escapeSpec(summary)}`)}`,
  );
  const arms = commands.map(
    (command) => `        ${command.word}) ${functionName(command)} && ret=0 ;;`,
  );
  return `  case $state in
    command)
      local -a commands=(
${lines.join('\n')}
      )
      _describe -t commands command commands && ret=0
      ;;
    rest)
      case $line[1] in
${arms.join('\n')}
      esac
      ;;
  esac
`;
}

/** A spec begins with what the option excludes; the asterisk lets it be given again. */
function optionSpecs({ short, long, value, description, conflicts }: OptionDescription): string[] {
  const excluded = conflicts.length === 0 ? '' : `(${conflicts.join(' ')})`;
  return (short === undefined ? [long] : [short, long]).map((spelling) => {
    // With = a value may follow the sign or be the next word; with =- it must follow the sign.
    const sign = value === undefined ? '' : value.isOptional ? '=-' : '=';
    return shellQuote(
      `${excluded}*${spelling}${sign}[${escapeSpec(description)}]${value === undefined ? '' : valueSpec(value)}`,
    );
  });
}

function valueSpec({ name, isOptional, isFile, words }: NonNullable<OptionDescription['value']>) {
  const action = isFile ? '_files' : words.length === 0 ? ' ' : `(${words.join(' ')})`;
  return `${isOptional ? '::' : ':'}${name}:${action}`;
}

function argumentSpec({ name, isRepeated, words }: ArgumentDescription): string {
  const action = words.length === 0 ? ' ' : `(${words.join(' ')})`;
  return shellQuote(`${isRepeated ? '*' : '1'}:${name}:${action}`);
}

function functionName({ name }: CommandDescription): string {
  return ['_dify-usage', ...name.split(' ').filter(Boolean)].join('-');
}

/** In a spec these would end a description. */
function escapeSpec(text: string): string {
  return text.replace(/[\\:[\]]/g, '\\$&');
}
