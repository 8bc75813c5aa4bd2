import { InvalidArgumentError, type Command as Program } from 'commander';
import { type Message, message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import type { Command } from './command.ts';
import { type Example, formatExamples } from './format-examples.ts';
import { globalFlagsOf } from './global-flags.ts';
import { type LockWaitOptions, lockWaitMsOf, lockWaitOption } from './lock-wait-option.ts';

type RemoveOptions = LockWaitOptions & { readonly yes?: boolean };

const EXAMPLES: readonly Example[] = [
  {
    commands: [
      'dify-usage spool list',
      'dify-usage spool show 4f9d1c7a0b2e8d6355aa01c94e7f2b60',
      'dify-usage spool retry',
      'dify-usage spool rm 4f9d1c7a0b2e8d6355aa01c94e7f2b60 --yes',
    ],
  },
];

export function addSpoolCommands(
  program: Program,
  choose: (command: Command) => void,
  say: Say,
): void {
  const { parseEntryId, addEntryId } = entryIdParsers(say);
  const spool = program
    .command('spool')
    .summary(say(message('help_spool_summary')))
    .description(say(message('help_spool')))
    .helpCommand(false)
    .addHelpText('after', () => formatExamples(EXAMPLES, say));

  const add = (nameAndArguments: string, description: Message) =>
    spool.command(nameAndArguments).description(say(description));

  add('list', message('help_spool_list')).action((_options, command: Program) =>
    choose({ kind: 'spool-list', flags: globalFlagsOf(command) }),
  );

  add('show', message('help_spool_show'))
    .argument('<id>', say(message('help_argument_id')), parseEntryId)
    .action((id: string, _options, command: Program) =>
      choose({ kind: 'spool-show', flags: globalFlagsOf(command), id }),
    );

  add('retry', message('help_spool_retry'))
    .argument('[ids...]', say(message('help_argument_retry_ids')), addEntryId)
    .addOption(lockWaitOption(say))
    .action((ids: readonly string[] | undefined, options: LockWaitOptions, command: Program) => {
      const lockWaitMs = lockWaitMsOf(options);
      choose({ kind: 'spool-retry', flags: globalFlagsOf(command), ids: ids ?? [], lockWaitMs });
    });

  add('rm', message('help_spool_rm'))
    .argument('<ids...>', say(message('help_argument_ids')), addEntryId)
    .option('--yes', say(message('help_option_yes')))
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
