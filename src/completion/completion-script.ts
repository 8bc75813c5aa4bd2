import { buildProgram } from '../cli/build-program.ts';
import type { Shell } from '../cli/command.ts';
import { describeCommand } from '../cli/describe-command.ts';
import { sayInEnglish } from '../language/say.ts';
import { bashCompletion } from './bash-completion.ts';
import { completeHelp } from './complete-help.ts';
import { fishCompletion } from './fish-completion.ts';
import { zshCompletion } from './zsh-completion.ts';

/** The script that makes a shell complete the program, from the same source as the help. */
export function completionScript(shell: Shell): string {
  const program = completeHelp(describeCommand(buildProgram(() => undefined, sayInEnglish)));
  switch (shell) {
    case 'bash':
      return bashCompletion(program);
    case 'zsh':
      return zshCompletion(program);
    case 'fish':
      return fishCompletion(program);
  }
}
