import type { NetworkConfig } from '../config/config.ts';
import type { ExchangeOptions } from '../http/exchange.ts';
import type { Route } from '../http/route.ts';
import type { Machine } from '../lock/machine.ts';
import type { Hop } from './hop.ts';

export type CheckPorts = {
  readonly machine: Machine;
  readonly now: () => number;
  readonly monotonicNow: () => number;
  readonly signal: AbortSignal;
  readonly userAgent: string;
  /** Opens connections to one origin; who calls it closes them. */
  readonly connect: (origin: string, network: NetworkConfig) => Route;
  readonly limits: CheckLimits;
  /** Told of each hop as soon as it is known. */
  readonly onHop: (hop: Hop) => void;
};

/** In milliseconds: a hop that hangs must not keep the others from being looked at. */
export type CheckLimits = {
  /** For a look-up, a connection or a handshake. */
  readonly connect: number;
  /** For a hop, beside its requests, which may take as long as those of an export. */
  readonly hop: number;
};

/** For requests to the receiver, whose limits are its own. */
export type ReceiverPorts = Omit<ExchangeOptions, 'timeoutMs' | 'maxBytes'> & {
  readonly userAgent: string;
};
