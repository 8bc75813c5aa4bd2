import { InvalidArgumentError, Option, type Command as Program } from 'commander';
import { InvalidSetting } from '../config/invalid-setting.ts';
import { parseUuid } from '../config/parse-uuid.ts';
import { type Command, type ExportFlags, payloadFormats } from './command.ts';
import { globalFlagsOf } from './global-flags.ts';
import { EXPORT_DESCRIPTION, EXPORT_EXAMPLES } from './help-texts.ts';
import { valueOption } from './value-option.ts';

/** What commander hands over: an option that was not given is absent. */
type ExportOptions = Partial<Omit<ExportFlags, 'appIds'>> & { readonly app?: readonly string[] };

export function addExportCommand(program: Program, choose: (command: Command) => void): void {
  program
    .command('export')
    .summary('Send the usage of a period to the receiver.')
    .description(EXPORT_DESCRIPTION)
    .configureHelp({ showGlobalOptions: true })
    .addOption(
      valueOption(
        '--period <period>',
        'Export this period: today, yesterday, current_week, last_week, current_month, last_month, ' +
          'custom, YYYY-MM, YYYY-MM-DD or last_N_days.',
      ).conflicts(['from', 'to']),
    )
    .addOption(valueOption('--from <date>', 'Export from this day on; needs --to.'))
    .addOption(valueOption('--to <date>', 'Export up to this day, itself included; needs --from.'))
    .addOption(valueOption('--timezone <zone>', 'Cut days, weeks and months in this IANA zone.'))
    .addOption(
      valueOption('--aggregate <span>', 'Make records that span monthly, weekly or daily.'),
    )
    .option('--partial-buckets', 'Send cut months or weeks instead of widening the period.')
    .addOption(
      valueOption(
        '--mode <mode>',
        'Send records of this kind: per_app, workspace, both, per_user, per_model or all.',
      ),
    )
    .addOption(
      new Option('--app <id>', 'Export only this app; may be given several times.').argParser(
        addAppId,
      ),
    )
    .option('--dry-run', 'Print what would be sent and change nothing.')
    .addOption(
      new Option('--format <format>', 'Print the data in this format.').choices(payloadFormats),
    )
    .option('--bom', 'Begin the CSV with a byte order mark, for Excel.')
    .addOption(valueOption('--output <file>', 'Write the data to this file instead of stdout.'))
    .option('--strict', 'Send nothing when a figure is assumed or a difference is unexplained.')
    .addOption(
      valueOption('--concurrency <n>', 'Make up to this many requests to Dify at once, 1 to 16.'),
    )
    .addOption(valueOption('--max-rps <n>', 'Make at most this many requests to Dify per second.'))
    .option('--force-login', 'Sign in although these credentials have failed before.')
    .addHelpText('after', EXPORT_EXAMPLES)
    .action((_options, command: Program) => {
      choose({ kind: 'export', flags: exportFlagsOf(command) });
    });
}

function exportFlagsOf(command: Program): ExportFlags {
  const options = command.opts<ExportOptions>();
  return {
    ...globalFlagsOf(command),
    period: options.period,
    from: options.from,
    to: options.to,
    timezone: options.timezone,
    aggregate: options.aggregate,
    mode: options.mode,
    concurrency: options.concurrency,
    maxRps: options.maxRps,
    appIds: options.app,
    partialBuckets: options.partialBuckets ?? false,
    strict: options.strict ?? false,
    forceLogin: options.forceLogin ?? false,
    dryRun: options.dryRun ?? false,
    format: options.format,
    bom: options.bom ?? false,
    output: options.output,
  };
}

function addAppId(text: string, previous: readonly string[] = []): readonly string[] {
  try {
    return [...new Set([...previous, parseUuid(text)])];
  } catch (error) {
    if (!(error instanceof InvalidSetting)) throw error;
    throw new InvalidArgumentError(error.cure);
  }
}
