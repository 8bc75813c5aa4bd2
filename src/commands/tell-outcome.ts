import { toCatchUpDocument } from '../cli/catch-up-document.ts';
import { catchUpExitCodes } from '../cli/catch-up-exit-codes.ts';
import { summarizeCatchUp } from '../cli/catch-up-summary.ts';
import { toExportDocument } from '../cli/export-document.ts';
import { exportExitCodes } from '../cli/export-exit-codes.ts';
import { summarizeExport } from '../cli/export-summary.ts';
import { damagedReceiptWarnings, listWarnings } from '../cli/export-warnings.ts';
import type { Warning } from '../cli/warning.ts';
import { ExitCode, mostUrgent } from '../exit-code.ts';
import type { Message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import type { CatchUpResult } from './catch-up.ts';
import type { ExportResult } from './export-usage.ts';

/** What has come of a run. */
export type Outcome =
  | { readonly kind: 'export'; readonly result: ExportResult }
  | { readonly kind: 'catch-up'; readonly result: CatchUpResult };

/** An outcome in all the forms in which it may be told. */
export type Told = {
  readonly status: ExitCode;
  readonly document: object;
  readonly summary: () => string;
  readonly warnings: readonly Warning[];
};

/** `lost` says why the data are not in the file of `--output`, though all the rest is done. */
export function tellOutcome(outcome: Outcome, lost: Message | undefined, say: Say): Told {
  const told = tellResult(outcome, say);
  if (lost === undefined) return told;

  const status = mostUrgent([told.status, ExitCode.outputLost]);
  return {
    status,
    document: { ...told.document, status, output_error: say(lost) },
    summary: () => `${told.summary()}${say(lost)}\n`,
    warnings: [...told.warnings, { code: 'output_lost', text: lost }],
  };
}

function tellResult({ kind, result }: Outcome, say: Say): Told {
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
