import type { CatchUpResult } from '../commands/catch-up.ts';
import { type ExitCode, mostUrgent } from '../exit-code.ts';
import type { Say } from '../language/say.ts';
import { toDeliveryDocument } from './delivery-document.ts';
import { toExportDocument } from './export-document.ts';
import { exportExitCodes } from './export-exit-codes.ts';
import { damagedReceiptWarnings } from './export-warnings.ts';
import { toWarningDocument } from './warning-document.ts';

/** The result of a catch-up for `--json`: one document with the exports that it made. */
export function toCatchUpDocument(result: CatchUpResult, status: ExitCode, say: Say) {
  const { missing, damagedReceipts, exports, delivery } = result;
  return {
    command: 'export --catch-up',
    status,
    since: missing?.since === undefined ? null : `${missing.since.first}..${missing.since.last}`,
    periods: missing?.periods.map(({ first, last }) => `${first}..${last}`) ?? null,
    more: missing?.more ?? null,
    warnings: damagedReceiptWarnings(damagedReceipts).map((each) => toWarningDocument(each, say)),
    exports: exports.map((each) => toExportDocument(each, mostUrgent(exportExitCodes(each)), say)),
    ...(delivery === undefined ? {} : { delivery: toDeliveryDocument(delivery, say) }),
  };
}
