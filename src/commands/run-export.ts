import type { ExportFlags } from '../cli/command.ts';
import { whileInterruptible } from '../cli/interruption.ts';
import { isToldToPeople } from '../cli/is-told-to-people.ts';
import type { Logger } from '../cli/logger.ts';
import { createProgressLine } from '../cli/progress-line.ts';
import { writeDocument } from '../cli/write-document.ts';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load-config.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import type { Route } from '../http/route.ts';
import { sayInEnglish } from '../language/say.ts';
import { catchUp } from './catch-up.ts';
import { configSources } from './config-sources.ts';
import { type ExportPorts, exportUsage } from './export-usage.ts';
import { logEvent } from './log-event.ts';
import { openLog } from './open-log.ts';
import { checkOutput } from './output-file.ts';
import type { ReadEvent } from './read-usage-ports.ts';
import { realPorts } from './real-ports.ts';
import { type Outcome, type Told, tellOutcome } from './tell-outcome.ts';
import { withDispatcher } from './with-dispatcher.ts';
import { withLock } from './with-lock.ts';
import { writeData } from './write-data.ts';

/** `dify-usage export`: configuration in, result out, exit status back. */
export async function runExport(flags: ExportFlags, host: Host): Promise<ExitCode> {
  if (flags.output !== undefined) checkOutput(flags.output);
  const needs = { dify: true, receiver: !flags.dryRun } as const;
  const { config, notices } = await loadConfig({ ...configSources(flags, host), needs });
  const log = await openLog(config, notices, host);
  const isHidden = flags.quiet || flags.json || isDumb(host);
  const progress = createProgressLine(host.stderr, isHidden, host.say);

  const onEvent = (event: ReadEvent) => {
    if (event.kind === 'progress') progress.show(event);
    else logEvent(log, event);
  };
  const outcome = await whileInterruptible(host, (signal) =>
    withBothEnds(config, async (dispatcher, receiverDispatcher) => {
      const run = () =>
        exportAsAsked(flags, config, {
          ...realPorts,
          signal,
          dispatcher,
          receiverDispatcher,
          stateDir: config.stateDir,
          cache: cacheUse(flags),
          onEvent,
        });
      if (flags.dryRun) return await run();
      const lock = { stateDir: config.stateDir, waitMs: flags.lockWaitMs, signal, log };
      return await withLock(lock, host, run);
    }),
  ).finally(() => progress.clear());

  const lost =
    outcome.kind === 'export' ? writeData(flags, config, outcome.result, host) : undefined;
  const told = tellOutcome(outcome, lost, host.say);
  if (flags.json) writeDocument(told.document, host);
  report(flags, told, log, host);
  return told.status;
}

/** A terminal that says that it understands no control codes. */
function isDumb({ env }: Host): boolean {
  return env['TERM'] === 'dumb';
}

/** A dry run changes nothing on the disk. */
function cacheUse({ noCache, dryRun }: ExportFlags): ExportPorts['cache'] {
  if (noCache) return 'none';
  return dryRun ? 'read' : 'read-write';
}

async function exportAsAsked(
  { catchUp: limit, dryRun, force }: ExportFlags,
  config: Config,
  ports: ExportPorts,
): Promise<Outcome> {
  return limit === undefined
    ? { kind: 'export', result: await exportUsage(config, { dryRun, force }, ports) }
    : { kind: 'catch-up', result: await catchUp(config, { limit, force }, ports) };
}

function report(
  flags: ExportFlags,
  { status, summary, warnings }: Told,
  log: Logger,
  host: Host,
): void {
  log[status === 0 ? 'debug' : 'error']({ code: 'export_finished', status }, 'Export finished');
  if (isToldToPeople(status, flags, host) && !flags.json) {
    host.stderr.write(summary());
    return;
  }
  for (const { code, text } of warnings) {
    log.warn({ code, detail: sayInEnglish(text) }, 'Warning');
  }
}

/** Without a receiver nothing is sent, and whatever stands for it is not used. */
function withBothEnds<Result>(
  config: Config,
  run: (dify: Route, receiver: Route) => Promise<Result>,
): Promise<Result> {
  const { dify, receiver } = config;
  return withDispatcher(dify.origin, dify.concurrency, config, (toDify) =>
    receiver === undefined
      ? run(toDify, toDify)
      : withDispatcher(receiver.url.origin, 1, config, (toReceiver) => run(toDify, toReceiver)),
  );
}
