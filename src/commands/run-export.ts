import { toCatchUpDocument } from '../cli/catch-up-document.ts';
import { catchUpExitCodes } from '../cli/catch-up-exit-codes.ts';
import { summarizeCatchUp } from '../cli/catch-up-summary.ts';
import type { ExportFlags } from '../cli/command.ts';
import { toExportDocument } from '../cli/export-document.ts';
import { exportExitCodes } from '../cli/export-exit-codes.ts';
import { summarizeExport } from '../cli/export-summary.ts';
import { damagedReceiptWarnings, listWarnings, type Warning } from '../cli/export-warnings.ts';
import { expectedKinds } from '../cli/formats/expected-kinds.ts';
import { formatPayloads } from '../cli/formats/format-payloads.ts';
import type { RecordKind } from '../cli/formats/record-sections.ts';
import { whileInterruptible } from '../cli/interruption.ts';
import type { Logger } from '../cli/logger.ts';
import { createProgressLine } from '../cli/progress-line.ts';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load-config.ts';
import { ExitCode, mostUrgent } from '../exit-code.ts';
import type { Host } from '../host.ts';
import type { Message } from '../language/message.ts';
import { type Say, sayInEnglish } from '../language/say.ts';
import { type CatchUpResult, catchUp } from './catch-up.ts';
import { type ExportPorts, type ExportResult, exportUsage } from './export-usage.ts';
import { logEvent } from './log-event.ts';
import type { ReadEvent } from './open-source.ts';
import { checkOutput, writeOutput } from './output-file.ts';
import { configSources, openLog, realPorts, withDispatchers } from './run-ports.ts';
import { withLock } from './with-lock.ts';

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
    withDispatchers(config, targetsOf(config), async ([dispatcher, receiverDispatcher]) => {
      if (dispatcher === undefined) throw new TypeError('There is no connection to Dify');
      const run = () =>
        exportAsAsked(flags, config, {
          ...realPorts,
          signal,
          dispatcher,
          receiverDispatcher: receiverDispatcher ?? dispatcher,
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
  const told = tell(outcome, lost, host.say);
  if (flags.json) host.stdout.write(`${JSON.stringify(told.document)}\n`);
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

type Outcome =
  | { readonly kind: 'export'; readonly result: ExportResult }
  | { readonly kind: 'catch-up'; readonly result: CatchUpResult };

async function exportAsAsked(
  { catchUp: limit, dryRun, force }: ExportFlags,
  config: Config,
  ports: ExportPorts,
): Promise<Outcome> {
  return limit === undefined
    ? { kind: 'export', result: await exportUsage(config, { dryRun, force }, ports) }
    : { kind: 'catch-up', result: await catchUp(config, { limit, force }, ports) };
}

/** An outcome in all the forms in which it may be told. */
type Told = {
  readonly status: ExitCode;
  readonly document: object;
  readonly summary: () => string;
  readonly warnings: readonly Warning[];
};

/** `lost` says why the data are not in the file of `--output`, though all the rest is done. */
function tell(outcome: Outcome, lost: Message | undefined, say: Say): Told {
  const told = tellOutcome(outcome, say);
  if (lost === undefined) return told;

  const status = mostUrgent([told.status, ExitCode.outputLost]);
  return {
    status,
    document: { ...told.document, status, output_error: say(lost) },
    summary: () => `${told.summary()}${say(lost)}\n`,
    warnings: [...told.warnings, { code: 'output_lost', text: lost }],
  };
}

function tellOutcome({ kind, result }: Outcome, say: Say): Told {
  if (kind === 'export') {
    const status = mostUrgent(exportExitCodes(result));
    return {
      status,
      document: toExportDocument(result, status, say),
      summary: () => summarizeExport(result, say),
      warnings: listWarnings(result),
    };
  }
  const status = mostUrgent(catchUpExitCodes(result));
  return {
    status,
    document: toCatchUpDocument(result, status, say),
    summary: () => summarizeCatchUp(result, say),
    warnings: [
      ...damagedReceiptWarnings(result.damagedReceipts),
      ...result.exports.flatMap(listWarnings),
    ],
  };
}

/** People get a summary: on a terminal, when they ask for one, and when something went wrong. */
function report(
  flags: ExportFlags,
  { status, summary, warnings }: Told,
  log: Logger,
  host: Host,
): void {
  log[status === 0 ? 'debug' : 'error']({ code: 'export_finished', status }, 'Export finished');
  const isForPeople = status !== 0 || flags.verbose || (host.stderr.isTTY && !flags.quiet);
  if (isForPeople && !flags.json) {
    host.stderr.write(summary());
    return;
  }
  for (const { code, text } of warnings) {
    log.warn({ code, detail: sayInEnglish(text) }, 'Warning');
  }
}

function targetsOf({ dify, receiver }: Config) {
  return [
    { origin: dify.origin, connections: dify.concurrency },
    ...(receiver === undefined ? [] : [{ origin: receiver.url.origin, connections: 1 }]),
  ];
}

/** The bodies as data: what a dry run or `--format` prints, and what goes into `--output`. */
function writeData(
  flags: ExportFlags,
  config: Config,
  result: ExportResult,
  host: Host,
): Message | undefined {
  const text = formatBodies(flags, result, expectedKinds(config.report));
  if (text === undefined) return undefined;
  if (flags.output !== undefined) return writeOutput(flags.output, text);
  if (!flags.json) host.stdout.write(text);
  return undefined;
}

function formatBodies(
  { dryRun, format, output, bom }: ExportFlags,
  { reading }: ExportResult,
  expected: readonly RecordKind[],
) {
  const isWanted = dryRun || format !== undefined || output !== undefined;
  if (!isWanted || reading.kind === 'failed') return undefined;
  if (reading.objections.length > 0) return undefined; // a real run would not post them

  const payloads = reading.meter?.payloads ?? reading.payloads;
  return formatPayloads(payloads, format ?? 'json', { bom, expected });
}
