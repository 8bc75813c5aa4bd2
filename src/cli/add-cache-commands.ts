import { InvalidArgumentError, Option, type Command as Program } from 'commander';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { type CalendarDate, isCalendarDate } from '../period/calendar-date.ts';
import type { Command } from './command.ts';
import { type Example, formatExamples } from './format-examples.ts';
import { globalFlagsOf } from './global-flags.ts';
import { type LockWaitOptions, lockWaitMsOf, lockWaitOption } from './lock-wait-option.ts';

type ClearOptions = LockWaitOptions & { readonly yes?: boolean; readonly before?: CalendarDate };

const EXAMPLES: readonly Example[] = [
  {
    commands: [
      'dify-usage cache verify',
      'dify-usage cache clear --before 2025-04-01',
      'dify-usage cache clear --yes',
    ],
  },
];

export function addCacheCommands(
  program: Program,
  choose: (command: Command) => void,
  say: Say,
): void {
  const cache = program
    .command('cache')
    .summary(say(message('help_cache_summary')))
    .description(say(message('help_cache')))
    .helpCommand(false)
    .addHelpText('after', () => formatExamples(EXAMPLES, say));

  cache
    .command('verify')
    .description(say(message('help_cache_verify')))
    .action((_options, command: Program) =>
      choose({ kind: 'cache-verify', flags: globalFlagsOf(command) }),
    );

  cache
    .command('clear')
    .description(say(message('help_cache_clear')))
    .addOption(
      new Option('--before <date>', say(message('help_option_before'))).argParser(dateParser(say)),
    )
    .option('--yes', say(message('help_option_yes')))
    .addOption(lockWaitOption(say))
    .action((options: ClearOptions, command: Program) => {
      const { yes = false, before } = options;
      const lockWaitMs = lockWaitMsOf(options);
      choose({ kind: 'cache-clear', flags: globalFlagsOf(command), before, yes, lockWaitMs });
    });
}

function dateParser(say: Say) {
  return (text: string): CalendarDate => {
    if (isCalendarDate(text)) return text;
    throw new InvalidArgumentError(say(message('mistake_not_a_date')));
  };
}
