import { Option } from 'commander';
import { wholeNumber } from '../config/parse-scalars.ts';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { parseAsSetting } from './parse-as-setting.ts';

export type LockWaitOptions = { readonly lockWait?: number };

const DAY_SECONDS = 86_400;
const parseSeconds = wholeNumber(0, DAY_SECONDS);

/** For the commands that change the state directory, of which one runs at a time. */
export function lockWaitOption(say: Say): Option {
  return new Option('--lock-wait <seconds>', say(message('help_option_lock_wait'))).argParser(
    (text) => parseAsSetting(() => parseSeconds(text), say),
  );
}

export function lockWaitMsOf({ lockWait = 0 }: LockWaitOptions): number {
  return lockWait * 1000;
}
