import type { AppReader } from '../dify/app-reader.ts';
import type { Instant } from '../period/period.ts';
import type { Stretch } from '../period/stretch.ts';
import type { AppFacts } from './app-facts.ts';

/** What reading one app through the cache needs. */
export type CacheScope = {
  /** Asks Dify. */
  readonly reader: AppReader;
  readonly facts: AppFacts;
  /** Dify's own clock at the start of the run. */
  readonly now: Instant;
  readonly accountTimeZone: string;
  /** Dify does not have the app any more: everything that was ever read of it counts. */
  readonly isAppDeleted: boolean;
  /** Whether the statistics are free of debugger messages, which an upgrade of Dify changes. */
  readonly leavesOutDebugger: boolean;
  readonly onChange: (change: CacheChange) => void;
  /** Of a deleted app: when it may have spent what nobody can tell any more. */
  readonly onUnknown: (stretch: Stretch) => void;
};

/** What Dify tells otherwise than it did. */
export type CacheChange = {
  /** Deleted usage stays in the bill; grown usage is billed as it is now. */
  readonly cause: 'deleted_since' | 'changed_since';
  /** When it was spent. */
  readonly at: Instant;
  /** What Dify says now minus what it said before. */
  readonly tokens: number;
  readonly runs: number;
};
