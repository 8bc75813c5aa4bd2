import type { Option, Command as Program } from 'commander';
import type { SettingFlag } from '../config/variable.ts';
import type { SettingFlags } from './command.ts';
import { globalFlagsOf } from './global-flags.ts';
import { valueOption } from './value-option.ts';

/** The options that outrank a variable; made anew for each command that has them. */
export const settingOptions = {
  period: () =>
    valueOption(
      '--period <period>',
      'Export this period: today, yesterday, current_week, last_week, current_month, last_month, ' +
        'custom, YYYY-MM, YYYY-MM-DD or last_N_days.',
    ).conflicts(['from', 'to']),
  from: () => valueOption('--from <date>', 'Export from this day on; needs --to.'),
  to: () => valueOption('--to <date>', 'Export up to this day, itself included; needs --from.'),
  timezone: () => valueOption('--timezone <zone>', 'Cut days, weeks and months in this IANA zone.'),
  aggregate: () =>
    valueOption('--aggregate <span>', 'Make records that span monthly, weekly or daily.'),
  mode: () =>
    valueOption(
      '--mode <mode>',
      'Send records of this kind: per_app, workspace, both, per_user, per_model or all.',
    ),
  concurrency: () =>
    valueOption('--concurrency <n>', 'Make up to this many requests to Dify at once, 1 to 16.'),
} as const satisfies Readonly<Record<SettingFlag, () => Option>>;

export function settingFlagsOf(command: Program): SettingFlags {
  // An option that was not given is absent.
  const options = command.opts<Partial<SettingFlags>>();
  const { period, from, to, timezone, aggregate, mode, concurrency } = options;
  const settings = { period, from, to, timezone, aggregate, mode, concurrency };
  return { ...globalFlagsOf(command), ...settings };
}
