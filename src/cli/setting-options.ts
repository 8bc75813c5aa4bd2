import type { Option, Command as Program } from 'commander';
import type { SettingFlag } from '../config/variable.ts';
import { message } from '../language/message.ts';
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
    valueOption(say, '--period <period>', message('help_option_period'), [
      ...relativePeriods,
      'custom',
    ]).conflicts(['from', 'to']),
  from: (say) => valueOption(say, '--from <date>', message('help_option_from')),
  to: (say) => valueOption(say, '--to <date>', message('help_option_to')),
  timezone: (say) => valueOption(say, '--timezone <zone>', message('help_option_timezone')),
  aggregate: (say) =>
    valueOption(say, '--aggregate <span>', message('help_option_aggregate'), aggregations),
  mode: (say) => valueOption(say, '--mode <mode>', message('help_option_mode'), outputModes),
  concurrency: (say) => valueOption(say, '--concurrency <n>', message('help_option_concurrency')),
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
