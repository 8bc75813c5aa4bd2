import type { Instant } from '../period/period.ts';
import type { UsageUser } from './app-detail.ts';
import type { Money } from './money.ts';
import type { UnitPriceTexts } from './unit-prices.ts';

/** What one node of one run spent: a leaf row of `node-executions`. */
export type UsageEvent = {
  /** The node execution's id: the event counts once, however often it is read. */
  readonly id: string;
  /** The start of the run, which decides the bucket. */
  readonly startedAt: Instant;
  readonly totalTokens: number;
  /** Add up to the total; tokens that the row does not split are prompt tokens. */
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cost: Money;
  /** Add up to the cost; a price that the row does not split is the prompt's. */
  readonly promptUnits: bigint;
  readonly completionUnits: bigint;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  /** What the row says a token of its model costs. */
  readonly unitPrice: UnitPriceTexts | undefined;
  /** Who started the run. */
  readonly user: UsageUser | undefined;
};

/** What Dify's statistics say an app spent in one bucket; the currency is not told. */
export type LedgerEntry = {
  readonly bucket: string;
  readonly totalTokens: number;
  /** In units of 0.0000001 of the app's currency; undefined when Dify does not know the price. */
  readonly units: bigint | undefined;
};
