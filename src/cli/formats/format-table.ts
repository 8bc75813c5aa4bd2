import type { Payload } from '../../payload/payload.ts';
import { safeText } from '../safe-text.ts';
import { displayWidth, fitWidth } from './display-width.ts';
import { type RecordSection, recordSections } from './record-sections.ts';

const WIDEST_CELL = 40;
const GAP = '  ';

const TITLES = { app: 'Apps', workspace: 'Workspace' } as const;

// The same in every row, and in the heading.
const REDUNDANT: ReadonlySet<string> = new Set(['period_type', 'type']);
const RIGHT_ALIGNED: ReadonlySet<string> = new Set(['token_count', 'total_price']);

/** For a person at a terminal: a heading, then one table per kind of record. */
export function formatTable(payloads: readonly Payload[]): string {
  const [first] = payloads;
  if (first === undefined) return 'There is nothing to report.\n';

  const { start, end } = first.fetch_period;
  const heading = `${start} to ${end}, ${first.aggregation_period}, ${first.output_mode}`;
  const tables = recordSections(payloads).map(formatSection);
  return `${[heading, ...tables].join('\n\n')}\n`;
}

function formatSection({ kind, fields, rows }: RecordSection): string {
  if (rows.length === 0) return `${TITLES[kind]}: no records`;

  const shown = fields.filter((field) => !REDUNDANT.has(field));
  const columns = shown.map((field) =>
    formatColumn(field, [field, ...rows.map((row) => row[field])]),
  );
  const lines = [...new Array(rows.length + 1).keys()].map((line) =>
    columns
      .map((cells) => cells[line])
      .join(GAP)
      .trimEnd(),
  );
  return [`${TITLES[kind]} (${rows.length})`, ...lines].join('\n');
}

/** The header and the cells of one field, all of one width. */
function formatColumn(
  field: string,
  values: readonly (string | number | undefined)[],
): readonly string[] {
  const cells = values.map((value) => formatCell(value));
  const widths = cells.map(displayWidth);
  // Not spread into Math.max: a year of days for every app is more than a call can take.
  const widest = widths.reduce((left, right) => Math.max(left, right), 0);
  return cells.map((cell, index) => {
    const padding = ' '.repeat(widest - (widths[index] ?? 0));
    return RIGHT_ALIGNED.has(field) ? padding + cell : cell + padding;
  });
}

function formatCell(value: string | number | undefined): string {
  return typeof value === 'string' ? fitWidth(safeText(value), WIDEST_CELL) : String(value ?? '');
}
