import type { Message } from '../language/message.ts';

/** Something about the settings that works but should be known, such as an ignored variable. */
export type ConfigNotice = {
  /** Stable, for filters: `cron_schedule_ignored`. */
  readonly code: string;
  readonly variable: string;
  /** What it is and what to do, without the value of a secret. */
  readonly text: Message;
};
