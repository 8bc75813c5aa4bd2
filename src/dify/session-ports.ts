import type { Route } from '../http/route.ts';
import type { Instant } from '../period/period.ts';
import type { LoginMarker } from './login-marker.ts';
import type { RequestGate } from './request-gate.ts';
import type { DifyRetryOptions } from './retry-request.ts';

export type SessionPorts = {
  readonly dispatcher: Route;
  readonly gate: RequestGate;
  readonly now: () => Instant;
  /** In ms from anywhere; no correction of the clock moves it. */
  readonly monotonicNow: () => number;
  readonly signal: AbortSignal;
  readonly userAgent: string;
  readonly loginMarker: LoginMarker;
  readonly retry: Omit<DifyRetryOptions, 'signal' | 'monotonicNow'>;
};
