import type { Instant } from '../period/period.ts';

/** A Dify app, reduced to what a bill needs. `id` is its key; `name` is a label and untrusted text. */
export type App = {
  readonly id: string;
  readonly name: string;
  /** `chat`, `agent-chat`, `completion`, `advanced-chat`, `workflow`, `agent`, or one unknown to us. */
  readonly mode: string;
  /** The present model configuration of a chat, agent-chat or completion app. */
  readonly model: AppModel | undefined;
  readonly createdAt?: Instant | undefined;
};

const NODE_BASED: ReadonlySet<string> = new Set(['workflow', 'advanced-chat']);

/** Whether it is billed run by run, and not by Dify's statistics (design §6). */
export function isNodeBased({ mode }: Pick<App, 'mode'>): boolean {
  return NODE_BASED.has(mode);
}

export type AppModel = {
  readonly provider: string;
  readonly name: string;
  /** When the present configuration was saved; what applied before is not told. */
  readonly savedAt: Instant | undefined;
};
