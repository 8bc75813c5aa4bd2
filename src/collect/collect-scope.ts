import type { AppReader } from '../dify/app-reader.ts';
import type { DifySession } from '../dify/dify-session.ts';
import type { MinuteCell } from '../period/minute-cell.ts';
import type { Bucket, Instant, Period } from '../period/period.ts';
import type { StatisticsWindow } from '../period/statistics-windows.ts';
import type { DetailNeeds } from '../usage/app-detail.ts';
import type { ChildRuns } from '../usage/match-tool-calls.ts';
import type { CurrencyEvidence } from '../usage/model-currency.ts';
import type { UnitPrices } from '../usage/unit-prices.ts';

/** What the collector of one app has to know; all but the reader is the workspace's. */
export type CollectScope = {
  readonly session: DifySession;
  readonly reader: AppReader;
  readonly period: Period;
  readonly buckets: readonly Bucket[];
  readonly accountTimeZone: string;
  readonly windows: readonly StatisticsWindow[];
  /** One for all apps, since it remembers the minutes of the period. */
  readonly findCell: (instant: Instant) => MinuteCell | undefined;
  /** Dify's own clock at the start of the run. */
  readonly now: Instant;
  readonly workers: number;
  readonly childRuns: ChildRuns;
  readonly currencies: CurrencyEvidence;
  readonly unitPrices: UnitPrices;
  readonly needs: DetailNeeds;
  readonly onRun: () => void;
};
