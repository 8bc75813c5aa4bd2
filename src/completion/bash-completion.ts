import type { CommandDescription, OptionDescription } from '../cli/describe-command.ts';
import { listCommands } from '../cli/list-commands.ts';
import { allOptions } from '../cli/list-options.ts';

/** A function of bash that completes the program; it needs nothing else, not even bash-completion. */
export function bashCompletion(program: CommandDescription): string {
  const commands = listCommands(program);
  return `# bash completion of dify-usage: source it, or save it as
# ~/.local/share/bash-completion/completions/dify-usage

# What can follow a command: its subcommands, words and options, and which of these take a value.
_dify_usage_at() {
  commands= words= options= valued=
  case $1 in
${commands.map((command) => describe(command, program)).join('\n')}
  esac
}

_dify_usage() {
  local IFS=$' \\t\\n' # by which compgen divides
  local cur=\${COMP_WORDS[COMP_CWORD]} path= option= prefix= word commands words options valued i
  COMPREPLY=()
  _dify_usage_at "$path"
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $word == = ]]; then
      continue # bash has divided --mode=all at the sign
    elif [[ -n $option ]]; then
      option=
    elif [[ $word == -* ]]; then
      [[ " $valued " == *" $word "* ]] && option=$word
    elif [[ " $commands " == *" $word "* ]]; then
      path=\${path:+$path }$word
      _dify_usage_at "$path"
    else
      words= # the argument is there
    fi
  done

  if [[ $cur == = && -n $option ]]; then
    cur=
  elif [[ $cur == --*=* ]]; then
    option=\${cur%%=*} prefix=$option= cur=\${cur#*=}
  fi
  if [[ -n $option ]]; then
    case "$path $option" in
${valueCases(commands, program)}
      *) words= ;;
    esac
  elif [[ $cur == -* || -z $commands$words ]]; then
    words=$options
  else
    words="$commands $words"
  fi
  while IFS= read -r word; do
    COMPREPLY+=("$word")
  done < <(compgen -P "$prefix" -W "$words" -- "$cur")
}

_dify_usage_files() {
  local name
  compopt -o filenames 2> /dev/null
  while IFS= read -r name; do
    COMPREPLY+=("$name")
  done < <(compgen -P "$1" -f -- "$2")
}

complete -F _dify_usage dify-usage
`;
}

function describe(command: CommandDescription, program: CommandDescription): string {
  const names = command.commands.map(({ word }) => word);
  const words = command.arguments.flatMap((argument) => argument.words);
  const options = allOptions(command, program);
  const valued = options.filter(({ value }) => value !== undefined && !value.isOptional);
  return `    '${command.name}')
      commands='${names.join(' ')}'
      words='${words.join(' ')}'
      options='${options.flatMap(spellings).join(' ')}'
      valued='${valued.flatMap(spellings).join(' ')}'
      ;;`;
}

/** Several commands know the same option, by which the values are told apart only where they differ. */
function valueCases(commands: readonly CommandDescription[], program: CommandDescription): string {
  const patterns = new Map<string, string[]>();
  for (const command of commands) {
    for (const option of allOptions(command, program)) {
      const action = completeValue(option);
      if (action === undefined) continue;
      const keys = spellings(option).map((spelling) => `'${command.name} ${spelling}'`);
      patterns.set(action, [...(patterns.get(action) ?? []), ...keys]);
    }
  }
  return [...patterns]
    .map(([action, keys]) => `      ${keys.join(' | ')})\n        ${action}\n        ;;`)
    .join('\n');
}

function completeValue({ value }: OptionDescription): string | undefined {
  if (value?.isFile) return '_dify_usage_files "$prefix" "$cur"; return';
  if (value === undefined || value.words.length === 0) return undefined;
  return `words='${value.words.join(' ')}'`;
}

function spellings({ short, long }: OptionDescription): string[] {
  return short === undefined ? [long] : [short, long];
}
