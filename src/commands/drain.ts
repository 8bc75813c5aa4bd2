import type { ReceiverConfig } from '../config/config.ts';
import { createSend } from '../delivery/create-send.ts';
import type { DeliveryReport } from '../delivery/delivery-report.ts';
import { drainSpool } from '../delivery/drain-spool.ts';
import { receiverTarget } from '../delivery/receiver-target.ts';
import type { Route } from '../http/route.ts';
import type { Spool } from '../spool/spool.ts';

export type DrainPorts = {
  readonly dispatcher: Route;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
  readonly signal: AbortSignal;
  readonly userAgent: string;
};

/** Delivers what waits in the spool for the configured receiver. */
export function drain(
  spool: Spool,
  receiver: ReceiverConfig,
  ports: DrainPorts,
): Promise<DeliveryReport> {
  const send = createSend({ ...receiver, ...ports });
  return drainSpool(spool, send, {
    ...receiver,
    ...ports,
    host: receiver.url.host,
    target: receiverTarget(receiver.url),
  });
}
