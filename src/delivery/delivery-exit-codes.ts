import { ExitCode } from '../exit-code.ts';
import type { DeliveryReport } from './delivery-report.ts';

/** Every status that the delivery alone would end a run with; none when all went well. */
export function exitCodesFor(
  report: Pick<DeliveryReport, 'deferred' | 'rejected' | 'quarantined'>,
): ExitCode[] {
  const codes: ExitCode[] = [];
  if (report.deferred !== undefined) codes.push(report.deferred.exitCode);
  if (report.rejected.length > 0) codes.push(ExitCode.dataError);
  // What was in a damaged file is neither delivered nor safely spooled.
  if (report.quarantined.length > 0) codes.push(ExitCode.cannotSpool);
  return codes;
}
