import type { Instant } from '../period/period.ts';
import type { Money } from '../usage/money.ts';

/** A fact about an app that will not change: a finished run, a past message, a past statistics window. */
export type CachedRecord = {
  /** Unique together with `id` within an app. */
  readonly kind: string;
  readonly id: string;
  /** Decides the UTC day. */
  readonly at: Instant;
  /** JSON, which its owner validates. Money is text. Never prompts or answers. */
  readonly value: unknown;
  /** What the record adds to the totals in the segment's footer. */
  readonly tokens?: number;
  readonly units?: readonly Money[];
};

export type CachedApp = { readonly id: string; readonly name: string; readonly mode: string };
