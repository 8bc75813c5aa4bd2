import type { CatchUpResult } from '../commands/catch-up.ts';
import type { ExportResult } from '../commands/export-usage.ts';
import { mostUrgent } from '../exit-code.ts';
import { type Message, message, type Text } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { summarizeDelivery } from './delivery-summary.ts';
import { exportExitCodes } from './export-exit-codes.ts';
import { summarizeExport } from './export-summary.ts';
import { damagedReceiptWarnings, listWarnings } from './export-warnings.ts';

/** A line for each period, and everything about the one that failed. */
export function summarizeCatchUp(result: CatchUpResult, say: Say): string {
  const { missing, damagedReceipts, exports, delivery } = result;
  const lines: Text[] = [
    ...describeMissing(missing),
    ...damagedReceiptWarnings(damagedReceipts).map(({ text }) =>
      message('summary_warning', { warning: text }),
    ),
    ...exports.flatMap((each) => describeExport(each, say)),
    ...(delivery === undefined ? [] : summarizeDelivery(delivery)),
  ];
  const untried = (missing?.periods.length ?? 0) - exports.length;
  if (missing !== undefined && untried > 0) {
    lines.push(message('catch_up_untried', { periods: untried }));
  }
  return `${lines.map(say).join('\n')}\n`;
}

function describeMissing(missing: CatchUpResult['missing']): Message[] {
  if (missing === undefined) return [];

  const { since: last, periods, more } = missing;
  if (last === undefined) return [message('catch_up_no_receipt')];

  const since = `${last.first}..${last.last}`;
  if (periods.length === 0) return [message('catch_up_nothing_missing', { since })];
  const values = { periods: periods.length + more, since };
  return [
    more > 0
      ? message('catch_up_missing_more', { ...values, taken: periods.length })
      : message('catch_up_missing', values),
  ];
}

function describeExport(result: ExportResult, say: Say): Text[] {
  const status = mostUrgent(exportExitCodes(result));
  const { reading, spooled } = result;
  const period = reading.kind === 'read' ? reading.usage.period.nominal : 'Dify';
  if (status !== 0) {
    return [message('catch_up_status', { period, status }), summarizeExport(result, say).trimEnd()];
  }
  const outcome = outcomeOf(result, (spooled?.written ?? 0) + (spooled?.kept ?? 0));
  return [
    message('catch_up_outcome', { period, outcome }),
    ...listWarnings(result).map(({ text }) => message('catch_up_warning', { warning: text })),
  ];
}

function outcomeOf({ unchangedSince: since }: ExportResult, bodies: number): Message {
  if (since !== undefined) return message('catch_up_unchanged', { since });
  return bodies === 0 ? message('catch_up_nothing') : message('catch_up_delivered', { bodies });
}
