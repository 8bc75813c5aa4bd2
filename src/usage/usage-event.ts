import type { Instant } from '../period/period.ts';
import type { Money } from './money.ts';

/** What one node of one run spent: a leaf row of `node-executions`. */
export type UsageEvent = {
  /** The node execution's id: the event counts once, however often it is read. */
  readonly id: string;
  /** The start of the run, which decides the bucket. */
  readonly startedAt: Instant;
  readonly totalTokens: number;
  readonly cost: Money;
  readonly provider: string | undefined;
  readonly model: string | undefined;
};

/** What Dify's statistics say an app spent in one bucket; the currency is not told. */
export type LedgerEntry = {
  readonly bucket: string;
  readonly totalTokens: number;
  /** In units of 0.0000001 of the app's currency; undefined when Dify does not know the price. */
  readonly units: bigint | undefined;
};
