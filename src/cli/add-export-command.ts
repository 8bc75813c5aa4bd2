import { Option, type Command as Program } from 'commander';
import { wholeNumber } from '../config/parse-scalars.ts';
import { parseUuid } from '../config/parse-uuid.ts';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { type Command, type ExportFlags, payloadFormats } from './command.ts';
import { type Example, formatExamples } from './format-examples.ts';
import { type LockWaitOptions, lockWaitMsOf, lockWaitOption } from './lock-wait-option.ts';
import { parseAsSetting } from './parse-as-setting.ts';
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
const parsePeriodCount = wholeNumber(1, 1000);

const EXAMPLES: readonly Example[] = [
  { purpose: message('help_example_this_month'), commands: ['dify-usage export'] },
  {
    purpose: message('help_example_week'),
    commands: [
      'dify-usage export --from 2026-11-23 --to 2026-11-29 --timezone Asia/Tokyo --aggregate daily --mode both',
    ],
  },
  {
    purpose: message('help_example_plan'),
    commands: ['dify-usage export --period last_month --aggregate daily --mode all --plan'],
  },
  { purpose: message('help_example_catch_up'), commands: ['dify-usage export --catch-up'] },
  {
    purpose: message('help_example_per_model'),
    commands: ['dify-usage export --period last_month --mode per_model --dry-run --format table'],
  },
  {
    purpose: message('help_example_spreadsheet'),
    commands: [
      'dify-usage export --period last_month --dry-run --format csv --bom --output usage.csv',
    ],
  },
];

export function addExportCommand(
  program: Program,
  choose: (command: Command) => void,
  say: Say,
): void {
  program
    .command('export')
    .summary(say(message('help_export_summary')))
    .description(say(message('help_export')))
    .addOption(settingOptions.period(say))
    .addOption(settingOptions.from(say))
    .addOption(settingOptions.to(say))
    .addOption(settingOptions.timezone(say))
    .addOption(settingOptions.aggregate(say))
    .option('--partial-buckets', say(message('help_option_partial_buckets')))
    .addOption(settingOptions.mode(say))
    .addOption(
      new Option('--app <id>', say(message('help_option_app'))).argParser(appIdParser(say)),
    )
    .option('--dry-run', say(message('help_option_dry_run')))
    .addOption(new Option('--plan', say(message('help_option_plan'))).conflicts(EXCLUDED_BY_PLAN))
    .addOption(
      new Option('--format <format>', say(message('help_option_format'))).choices(payloadFormats),
    )
    .option('--bom', say(message('help_option_bom')))
    .addOption(valueOption(say, '--output <file>', message('help_option_output')))
    .option('--strict', say(message('help_option_strict')))
    .option('--no-cache', say(message('help_option_no_cache')))
    .option('--force', say(message('help_option_force')))
    .addOption(
      new Option('--catch-up [n]', say(message('help_option_catch_up')))
        .preset('12')
        .argParser((text) => parseAsSetting(() => parsePeriodCount(text), say))
        .conflicts(EXCLUDED_BY_CATCH_UP),
    )
    .addOption(settingOptions.concurrency(say))
    .addOption(valueOption(say, '--max-rps <n>', message('help_option_max_rps')))
    .option('--force-login', say(message('help_option_force_login')))
    .addOption(lockWaitOption(say))
    .addHelpText('after', () => formatExamples(EXAMPLES, say))
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
  return (text: string, previous: readonly string[] = []): readonly string[] => [
    ...new Set([...previous, parseAsSetting(() => parseUuid(text), say)]),
  ];
}
