import { InvalidArgumentError, Option, type Command as Program } from 'commander';
import { InvalidSetting } from '../config/invalid-setting.ts';
import { parseUuid } from '../config/parse-uuid.ts';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { type Command, type ExportFlags, payloadFormats } from './command.ts';
import { EXPORT_DESCRIPTION, EXPORT_EXAMPLES } from './help-texts.ts';
import { type LockWaitOptions, lockWaitMsOf, lockWaitOption } from './lock-wait-option.ts';
import { settingFlagsOf, settingOptions } from './setting-options.ts';
import { valueOption } from './value-option.ts';

/** What commander hands over: an option that was not given is absent. */
type ExportOptions = Partial<Omit<ExportFlags, 'appIds' | 'lockWaitMs' | 'noCache'>> &
  LockWaitOptions & { readonly app?: readonly string[]; readonly cache?: boolean };

/** A catch-up has its own periods, and sends. */
const EXCLUDED_BY_CATCH_UP = [
  'period',
  'from',
  'to',
  'partialBuckets',
  'dryRun',
  'format',
  'output',
];
/** A plan has no bodies to print or to send. */
const EXCLUDED_BY_PLAN = ['dryRun', 'output', 'format', 'catchUp', 'force'];
const MOST_PERIODS = 1000;

export function addExportCommand(
  program: Program,
  choose: (command: Command) => void,
  say: Say,
): void {
  program
    .command('export')
    .summary('Send the usage of a period to the receiver.')
    .description(EXPORT_DESCRIPTION)
    .configureHelp({ showGlobalOptions: true })
    .addOption(settingOptions.period(say))
    .addOption(settingOptions.from(say))
    .addOption(settingOptions.to(say))
    .addOption(settingOptions.timezone(say))
    .addOption(settingOptions.aggregate(say))
    .option('--partial-buckets', 'Send cut months or weeks instead of widening the period.')
    .addOption(settingOptions.mode(say))
    .addOption(
      new Option('--app <id>', 'Export only this app; may be given several times.').argParser(
        appIdParser(say),
      ),
    )
    .option('--dry-run', 'Print what would be sent and change nothing.')
    .addOption(
      new Option(
        '--plan',
        'Say how many requests to Dify and how much time it would take, and change nothing.',
      ).conflicts(EXCLUDED_BY_PLAN),
    )
    .addOption(
      new Option('--format <format>', 'Print the data in this format.').choices(payloadFormats),
    )
    .option('--bom', 'Begin the CSV with a byte order mark, for Excel.')
    .addOption(
      valueOption(say, '--output <file>', 'Write the data to this file instead of stdout.'),
    )
    .option('--strict', 'Send nothing when a figure is assumed or a difference is unexplained.')
    .option('--no-cache', 'Ask Dify for everything, and keep nothing of it for the next run.')
    .option('--force', 'Send it although the receiver has acknowledged exactly this before.')
    .addOption(
      new Option(
        '--catch-up [n]',
        'Export the whole months, weeks or days without a receipt since the last one that has one, ' +
          'oldest first, at most n (12).',
      )
        .preset('12')
        .argParser(periodCountParser(say))
        .conflicts(EXCLUDED_BY_CATCH_UP),
    )
    .addOption(settingOptions.concurrency(say))
    .addOption(
      valueOption(say, '--max-rps <n>', 'Make at most this many requests to Dify per second.'),
    )
    .option('--force-login', 'Sign in although these credentials have failed before.')
    .addOption(lockWaitOption(say))
    .addHelpText('after', EXPORT_EXAMPLES)
    .action((_options, command: Program) => {
      choose({ kind: 'export', flags: exportFlagsOf(command) });
    });
}

function exportFlagsOf(command: Program): ExportFlags {
  const options = command.opts<ExportOptions>();
  return {
    ...settingFlagsOf(command),
    maxRps: options.maxRps,
    appIds: options.app,
    partialBuckets: options.partialBuckets ?? false,
    strict: options.strict ?? false,
    force: options.force ?? false,
    noCache: options.cache === false,
    catchUp: options.catchUp,
    forceLogin: options.forceLogin ?? false,
    lockWaitMs: lockWaitMsOf(options),
    dryRun: options.dryRun ?? false,
    plan: options.plan ?? false,
    format: options.format,
    bom: options.bom ?? false,
    output: options.output,
  };
}

function appIdParser(say: Say) {
  return (text: string, previous: readonly string[] = []): readonly string[] => {
    try {
      return [...new Set([...previous, parseUuid(text)])];
    } catch (error) {
      if (!(error instanceof InvalidSetting)) throw error;
      throw new InvalidArgumentError(say(error.cure));
    }
  };
}

function periodCountParser(say: Say) {
  return (text: string): number => {
    const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
    if (count >= 1 && count <= MOST_PERIODS) return count;
    const cure = message('mistake_not_a_count', { min: 1, max: MOST_PERIODS });
    throw new InvalidArgumentError(say(cure));
  };
}
