import type { Progress } from '../collect/collect-workspace.ts';
import type { Route } from '../http/route.ts';
import type { Text } from '../language/message.ts';
import type { Instant } from '../period/period.ts';

/** What reading Dify needs of the world. */
export type ReadUsagePorts = {
  readonly dispatcher: Route;
  readonly now: () => Instant;
  readonly monotonicNow: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
  readonly signal: AbortSignal;
  readonly userAgent: string;
  readonly stateDir: string;
  /** Whether what earlier runs have read is used, and what this one reads is kept. */
  readonly cache: 'none' | 'read' | 'read-write';
  readonly onEvent: (event: ReadEvent) => void;
  /** Told how long Dify took for each request, waits of ours left out. */
  readonly onLatency?: (latencyMs: number) => void;
};

/** Something that happened on the way and is worth a log line. */
export type ReadEvent =
  | { readonly kind: 'signed_in'; readonly host: string; readonly version: string }
  | { readonly kind: 'retrying'; readonly error: Error; readonly waitMs: number }
  | { readonly kind: 'cache_failed'; readonly error: Error }
  | { readonly kind: 'cache_damaged'; readonly name: string; readonly reason: Text }
  | { readonly kind: 'concurrency_changed'; readonly limit: number }
  | ({ readonly kind: 'progress' } & Progress);
