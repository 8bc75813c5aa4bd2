import type { ExportFlags } from '../cli/command.ts';
import { expectedKinds } from '../cli/formats/expected-kinds.ts';
import { formatPayloads } from '../cli/formats/format-payloads.ts';
import type { RecordKind } from '../cli/formats/record-sections.ts';
import type { Config } from '../config/config.ts';
import type { Host } from '../host.ts';
import type { Message } from '../language/message.ts';
import type { ExportResult } from './export-usage.ts';
import { writeOutput } from './output-file.ts';

/**
 * The bodies as data: what a dry run or `--format` prints, and what goes into `--output`.
 *
 * Returns why they are not in that file, if they are not.
 */
export function writeData(
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
