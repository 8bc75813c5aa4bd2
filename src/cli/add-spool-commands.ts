import { InvalidArgumentError, type Command as Program } from 'commander';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import type { Command } from './command.ts';
import { globalFlagsOf } from './global-flags.ts';
import { SPOOL_DESCRIPTION, SPOOL_EXAMPLES } from './help-texts.ts';
import { type LockWaitOptions, lockWaitMsOf, lockWaitOption } from './lock-wait-option.ts';

type RemoveOptions = LockWaitOptions & { readonly yes?: boolean };

export function addSpoolCommands(
  program: Program,
  choose: (command: Command) => void,
  say: Say,
): void {
  const { parseEntryId, addEntryId } = entryIdParsers(say);
  const spool = program
    .command('spool')
    .summary('Show and mend what could not be delivered.')
    .description(SPOOL_DESCRIPTION)
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', SPOOL_EXAMPLES);

  const add = (nameAndArguments: string, description: string) =>
    spool
      .command(nameAndArguments)
      .description(description)
      .configureHelp({ showGlobalOptions: true });

  add('list', 'List what waits, what was rejected and what is damaged.').action(
    (_options, command: Program) => choose({ kind: 'spool-list', flags: globalFlagsOf(command) }),
  );

  add('show', 'Print one entry with its body.')
    .argument('<id>', 'The id that the list shows.', parseEntryId)
    .action((id: string, _options, command: Program) =>
      choose({ kind: 'spool-show', flags: globalFlagsOf(command), id }),
    );

  add('retry', 'Send what waits now; with ids also what was rejected.')
    .argument('[ids...]', 'The ids that the list shows; without any, all that wait.', addEntryId)
    .addOption(lockWaitOption(say))
    .action((ids: readonly string[] | undefined, options: LockWaitOptions, command: Program) => {
      const lockWaitMs = lockWaitMsOf(options);
      choose({ kind: 'spool-retry', flags: globalFlagsOf(command), ids: ids ?? [], lockWaitMs });
    });

  add('rm', 'Remove entries for good: their usage is not delivered.')
    .argument('<ids...>', 'The ids that the list shows.', addEntryId)
    .option('--yes', 'Do not ask for confirmation.')
    .addOption(lockWaitOption(say))
    .action((ids: readonly string[], options: RemoveOptions, command: Program) => {
      const lockWaitMs = lockWaitMsOf(options);
      const { yes = false } = options;
      choose({ kind: 'spool-rm', flags: globalFlagsOf(command), ids, yes, lockWaitMs });
    });
}

function entryIdParsers(say: Say) {
  /** An id becomes part of a file name, and must not lead anywhere else. */
  function parseEntryId(text: string): string {
    if (/^\w[\w.-]{0,127}$/.test(text)) return text;
    throw new InvalidArgumentError(say(message('mistake_not_an_entry_id')));
  }

  function addEntryId(text: string, previous: readonly string[] = []): readonly string[] {
    return [...new Set([...previous, parseEntryId(text)])];
  }

  return { parseEntryId, addEntryId };
}
