import type { DifySession } from '../dify/dify-session.ts';
import type { Instant, Period } from '../period/period.ts';
import type { StatisticsWindow } from '../period/statistics-windows.ts';
import type { DetailNeeds } from '../usage/app-detail.ts';

/** What measuring one app has to know; all of it is the workspace's. */
export type PlanScope = {
  readonly session: DifySession;
  readonly period: Period;
  /** Those that the export is going to ask its statistics for. */
  readonly windows: readonly StatisticsWindow[];
  readonly accountTimeZone: string;
  /** Dify's own clock. */
  readonly now: Instant;
  readonly needs: DetailNeeds;
};
