import type { Option, Command as Program } from 'commander';
import type { SettingFlag } from '../config/variable.ts';
import type { Say } from '../language/say.ts';
import { outputModes } from '../payload/payload.ts';
import { aggregations } from '../period/period.ts';
import { relativePeriods } from '../period/relative-periods.ts';
import type { GlobalFlags, SettingFlags } from './command.ts';
import { globalFlagsOf } from './global-flags.ts';
import { valueOption } from './value-option.ts';

/** The options that outrank a variable; made anew for each command that has them. */
export const settingOptions = {
  period: (say) =>
    valueOption(
      say,
      '--period <period>',
      'Export this period, or one such as YYYY-MM, YYYY-MM-DD or last_N_days.',
      [...relativePeriods, 'custom'],
    ).conflicts(['from', 'to']),
  from: (say) => valueOption(say, '--from <date>', 'Export from this day on; needs --to.'),
  to: (say) =>
    valueOption(say, '--to <date>', 'Export up to this day, itself included; needs --from.'),
  timezone: (say) =>
    valueOption(say, '--timezone <zone>', 'Cut days, weeks and months in this IANA zone.'),
  aggregate: (say) =>
    valueOption(say, '--aggregate <span>', 'Make records that span this long.', aggregations),
  mode: (say) => valueOption(say, '--mode <mode>', 'Send records of this kind.', outputModes),
  concurrency: (say) =>
    valueOption(
      say,
      '--concurrency <n>',
      'Make up to this many requests to Dify at once, 1 to 16.',
    ),
} as const satisfies Readonly<
  Record<Exclude<SettingFlag, keyof GlobalFlags>, (say: Say) => Option>
>;

export function settingFlagsOf(command: Program): SettingFlags {
  // An option that was not given is absent.
  const options = command.opts<Partial<SettingFlags>>();
  const { period, from, to, timezone, aggregate, mode, concurrency } = options;
  const settings = { period, from, to, timezone, aggregate, mode, concurrency };
  return { ...globalFlagsOf(command), ...settings };
}
