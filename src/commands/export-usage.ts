import type { Config } from '../config/config.ts';
import type { DeliveryReport } from '../delivery/delivery-report.ts';
import { HttpError } from '../http/http-error.ts';
import type { Route } from '../http/route.ts';
import { openSpool, type Spool } from '../spool/spool.ts';
import { type Bill, buildBill } from './build-bill.ts';
import { drain } from './drain.ts';
import { type DifySource, openSource } from './open-source.ts';
import { NOTHING_QUEUED, type Queued, queueBill } from './queue-bill.ts';
import { readUsage } from './read-usage.ts';
import type { ReadUsagePorts } from './read-usage-ports.ts';
import { unlessDifyFails } from './unless-dify-fails.ts';

export type ExportPorts = ReadUsagePorts & { readonly receiverDispatcher: Route };

export type ExportOptions = {
  readonly dryRun: boolean;
  /** Sends what the receiver has acknowledged already, too. */
  readonly force: boolean;
};

/** What one export came to; every failure that a user can meet is a value here. */
export type ExportResult = Queued & {
  readonly dryRun: boolean;
  readonly reading: Reading;
  /** What the whole spool came to, older entries included; undefined in a dry run. */
  readonly delivery: DeliveryReport | undefined;
};

export type Reading =
  | { readonly kind: 'failed'; readonly error: HttpError }
  | ({ readonly kind: 'read' } & Bill);

/**
 * Reads, adds up, queues and delivers (design §2). When Dify cannot be read, what waits from
 * earlier runs is delivered all the same. Errors that are nobody's fault but ours pass through.
 */
export async function exportUsage(
  config: Config,
  options: ExportOptions,
  ports: ExportPorts,
): Promise<ExportResult> {
  const spool = options.dryRun ? undefined : await openSpool(config.stateDir, ports);
  const source = await unlessDifyFails(() =>
    openSource(config.dify, config.report.timeZone, ports),
  );
  return await exportPeriod(spool, source, config, options, ports);
}

/** The same for a Dify that is signed in to, or cannot be; without a spool it is a dry run. */
export async function exportPeriod(
  spool: Spool | undefined,
  source: DifySource | HttpError,
  config: Config,
  options: ExportOptions,
  ports: ExportPorts,
): Promise<ExportResult> {
  const reading = await readBill(source, config, ports);
  const remember = async () => {
    if (reading.kind === 'read') await reading.usage.remember();
  };
  if (spool === undefined) {
    await remember();
    return { dryRun: true, reading, ...NOTHING_QUEUED, delivery: undefined };
  }
  const queued =
    reading.kind === 'failed'
      ? NOTHING_QUEUED
      : await queueBill(spool, config, reading, options.force);
  const delivery =
    config.receiver === undefined
      ? undefined
      : await drain(spool, config.receiver, { ...ports, dispatcher: ports.receiverDispatcher });
  await remember();
  return { dryRun: false, reading, ...queued, delivery };
}

async function readBill(
  source: DifySource | HttpError,
  config: Config,
  ports: ExportPorts,
): Promise<Reading> {
  if (source instanceof HttpError) return { kind: 'failed', error: source };

  const usage = await unlessDifyFails(() => readUsage(source, config.dify, config.report, ports));
  if (usage instanceof HttpError) return { kind: 'failed', error: usage };
  return { kind: 'read', ...buildBill(config, usage, ports.now()) };
}
