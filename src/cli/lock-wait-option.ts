import { InvalidArgumentError, Option } from 'commander';
import { InvalidSetting } from '../config/invalid-setting.ts';
import { wholeNumber } from '../config/parse-scalars.ts';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';

export type LockWaitOptions = { readonly lockWait?: number };

const DAY_SECONDS = 86_400;

/** For the commands that change the state directory, of which one runs at a time. */
export function lockWaitOption(say: Say): Option {
  return new Option('--lock-wait <seconds>', say(message('help_option_lock_wait'))).argParser(
    secondsParser(say),
  );
}

export function lockWaitMsOf({ lockWait = 0 }: LockWaitOptions): number {
  return lockWait * 1000;
}

function secondsParser(say: Say) {
  return (text: string): number => {
    try {
      return wholeNumber(0, DAY_SECONDS)(text);
    } catch (error) {
      if (!(error instanceof InvalidSetting)) throw error;
      throw new InvalidArgumentError(say(error.cure));
    }
  };
}
