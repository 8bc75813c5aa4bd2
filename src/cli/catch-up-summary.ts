import type { CatchUpResult } from '../commands/catch-up.ts';
import type { ExportResult } from '../commands/export-usage.ts';
import { summarizeDelivery } from './delivery-summary.ts';
import { mostUrgent } from './exit-code.ts';
import { exportExitCodes } from './export-exit-codes.ts';
import { summarizeExport } from './export-summary.ts';
import { damagedReceiptWarnings, listWarnings } from './export-warnings.ts';

/** A line for each period, and everything about the one that failed. */
export function summarizeCatchUp(result: CatchUpResult): string {
  const { missing, damagedReceipts, exports, delivery } = result;
  const lines = [
    ...describeMissing(missing),
    ...damagedReceiptWarnings(damagedReceipts).map(({ message }) => `Warning: ${message}`),
    ...exports.flatMap(describeExport),
    ...(delivery === undefined ? [] : summarizeDelivery(delivery)),
  ];
  const untried = (missing?.periods.length ?? 0) - exports.length;
  if (missing !== undefined && untried > 0) {
    lines.push(
      `${untried} later period(s) wait for the next run, so that none overtakes this one.`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function describeMissing(missing: CatchUpResult['missing']): string[] {
  if (missing === undefined) return [];

  const { since, periods, more } = missing;
  if (since === undefined) {
    return [
      'Catch-up: no receipt of such an export yet, so that only the last period is exported.',
    ];
  }
  const place = `since ${since.first}..${since.last}`;
  if (periods.length === 0) return [`Catch-up: no period without a receipt ${place}.`];
  return [
    `Catch-up: ${periods.length + more} period(s) without a receipt ${place}${more > 0 ? `, of which this run takes ${periods.length}` : ''}.`,
  ];
}

function describeExport(result: ExportResult): string[] {
  const status = mostUrgent(exportExitCodes(result));
  const { reading, spooled } = result;
  const period = reading.kind === 'read' ? reading.usage.period.nominal : 'Dify';
  if (status !== 0) {
    return [`  ${period}: status ${status}`, summarizeExport(result).trimEnd()];
  }
  return [
    `  ${period}: ${outcomeOf(result, (spooled?.written ?? 0) + (spooled?.kept ?? 0))}`,
    ...listWarnings(result).map(({ message }) => `    Warning: ${message}`),
  ];
}

function outcomeOf({ unchangedSince }: ExportResult, bodies: number): string {
  if (unchangedSince !== undefined) return `unchanged since ${unchangedSince}`;
  return bodies === 0 ? 'nothing to report' : `delivered in ${bodies} body(ies)`;
}
