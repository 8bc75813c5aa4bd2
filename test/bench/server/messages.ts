import type { BenchWorld } from '../world/bench-world.ts';
import type { ServerReport } from './request-log.ts';

export type ServerOptions = {
  readonly version: string;
  readonly world: BenchWorld;
  readonly latencyMs: number;
  /** What time the server believes it is, ISO 8601; without it the real one. */
  readonly now?: string;
  readonly keepsLog: boolean;
  readonly trouble?: Trouble;
};

/** Some of the requests for usage, counted from 1, meet trouble. */
export type Trouble = {
  readonly kind: 'answers 429' | 'answers 503' | 'is slow';
  readonly first: number;
  readonly last: number;
  /** Of slow answers. */
  readonly latencyMs: number;
};

export type ToServer =
  | { readonly kind: 'start'; readonly options: ServerOptions }
  | { readonly kind: 'report' }
  | { readonly kind: 'now'; readonly now: string };

export type FromServer =
  | { readonly kind: 'started'; readonly origin: string; readonly appIds: readonly string[] }
  | { readonly kind: 'reported'; readonly report: ServerReport }
  | { readonly kind: 'set' };
