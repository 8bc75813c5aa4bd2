import type { ApiMeterPayload } from '../../payload/api-meter.ts';
import type { Payload } from '../../payload/payload.ts';
import { type RecordKind, type RecordSection, recordSections } from './record-sections.ts';

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

// Spreadsheets take such a text for a formula, some of them also after white space.
const FORMULA = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/u;

const CONTROL_EXCEPT_LINE_BREAKS = /(?![\t\n\r])\p{Cc}/gu;

/**
 * One table after RFC 4180 with all kinds of records, told apart by the column `record`. Without
 * any body it is the heading of the `expected` kinds.
 *
 * A text that a spreadsheet would run as a formula gets an apostrophe in front.
 */
export function formatCsv(
  payloads: readonly (Payload | ApiMeterPayload)[],
  expected: readonly RecordKind[],
): string {
  const sections = recordSections(payloads, expected);
  const fields = [...new Set(sections.flatMap((section) => section.fields))];

  const header = ['record', ...fields];
  const lines = sections.flatMap((section) => formatSection(section, fields));
  return [header, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

function formatSection({ kind, rows }: RecordSection, fields: readonly string[]): string[][] {
  return rows.map((row) => [kind, ...fields.map((field) => formatCell(row[field]))]);
}

function formatCell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number' || DECIMAL.test(value)) return String(value);

  const text = value.replace(CONTROL_EXCEPT_LINE_BREAKS, '');
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\r\n\t]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
