import type { Instant } from '../period/period.ts';

/** A Dify app, reduced to what a bill needs. `id` is its key; `name` is a label and untrusted text. */
export type App = {
  readonly id: string;
  readonly name: string;
  /** One of those below, or one unknown to us. */
  readonly mode: string;
  /** The present model configuration of a chat, agent-chat or completion app. */
  readonly model: AppModel | undefined;
  readonly createdAt?: Instant | undefined;
};

/** What a mode is billed by: each run, or Dify's statistics (design §6). */
const BASES: ReadonlyMap<string, 'runs' | 'statistics'> = new Map([
  ['chat', 'statistics'],
  ['agent-chat', 'statistics'],
  ['completion', 'statistics'],
  ['agent', 'statistics'],
  ['advanced-chat', 'runs'],
  ['workflow', 'runs'],
]);

/** Whether it can be billed at all. */
export function isCovered({ mode }: Pick<App, 'mode'>): boolean {
  return BASES.has(mode);
}

/** Whether it is billed run by run. */
export function isNodeBased({ mode }: Pick<App, 'mode'>): boolean {
  return BASES.get(mode) === 'runs';
}

export type AppModel = {
  readonly provider: string;
  readonly name: string;
  /** When the present configuration was saved; what applied before is not told. */
  readonly savedAt: Instant | undefined;
};
