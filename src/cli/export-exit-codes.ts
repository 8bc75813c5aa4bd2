import type { ExportResult } from '../commands/export-usage.ts';
import { exitCodesFor } from '../delivery/delivery-exit-codes.ts';
import { difyExitCode } from '../dify/dify-exit-code.ts';
import { ExitCode } from '../exit-code.ts';

/** Every status that an export calls for (design §9); the most urgent one wins. */
export function exportExitCodes(result: ExportResult): ExitCode[] {
  const { reading, spooled, spoolFailure, delivery } = result;
  // What was in a damaged file is neither delivered nor safely spooled.
  const hasLost = spoolFailure !== undefined || (spooled?.quarantined ?? []).length > 0;
  return [
    ...readingExitCodes(reading),
    ...(hasLost ? [ExitCode.cannotSpool] : []),
    ...(delivery === undefined ? [] : exitCodesFor(delivery)),
  ];
}

function readingExitCodes(reading: ExportResult['reading']): ExitCode[] {
  if (reading.kind === 'failed') return [difyExitCode(reading.error)];

  const { usage, objections, meter } = reading;
  return [
    ...usage.results.flatMap((result) =>
      result.kind === 'withheld' ? [difyExitCode(result.error)] : [],
    ),
    ...(usage.unlistableApps > 0 ? [ExitCode.unavailable] : []),
    ...(objections.length > 0 ? [ExitCode.unavailable] : []),
    ...(meter !== undefined && meter.refused.length > 0 ? [ExitCode.dataError] : []),
  ];
}
