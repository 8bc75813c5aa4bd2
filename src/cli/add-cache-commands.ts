import { InvalidArgumentError, Option, type Command as Program } from 'commander';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { type CalendarDate, isCalendarDate } from '../period/calendar-date.ts';
import type { Command } from './command.ts';
import { globalFlagsOf } from './global-flags.ts';
import { CACHE_DESCRIPTION, CACHE_EXAMPLES } from './help-texts.ts';
import { type LockWaitOptions, lockWaitMsOf, lockWaitOption } from './lock-wait-option.ts';

type ClearOptions = LockWaitOptions & { readonly yes?: boolean; readonly before?: CalendarDate };

export function addCacheCommands(
  program: Program,
  choose: (command: Command) => void,
  say: Say,
): void {
  const cache = program
    .command('cache')
    .summary('Check or remove what was kept of Dify.')
    .description(CACHE_DESCRIPTION)
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', CACHE_EXAMPLES);

  cache
    .command('verify')
    .description('Read everything and name what is damaged.')
    .configureHelp({ showGlobalOptions: true })
    .action((_options, command: Program) =>
      choose({ kind: 'cache-verify', flags: globalFlagsOf(command) }),
    );

  cache
    .command('clear')
    .description(
      'Remove everything: the next export reads again from Dify what is not deleted there.',
    )
    .configureHelp({ showGlobalOptions: true })
    .addOption(
      new Option(
        '--before <date>',
        'Remove only what is of UTC days before this one, but for the newest day of each app.',
      ).argParser(dateParser(say)),
    )
    .option('--yes', 'Do not ask for confirmation.')
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
