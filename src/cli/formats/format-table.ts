import type { ApiMeterPayload } from '../../payload/api-meter.ts';
import type { Payload } from '../../payload/payload.ts';
import { safeText } from '../../text/safe-text.ts';
import { fitWidth } from './display-width.ts';
import { joinColumns, padCells } from './pad-cells.ts';
import {
  type RecordKind,
  type RecordSection,
  type Row,
  recordSections,
} from './record-sections.ts';

const WIDEST_CELL = 40;

const TITLES: Readonly<Record<RecordKind, string>> = {
  app: 'Apps',
  workspace: 'Workspace',
  user: 'Users',
  model: 'Models',
  day: 'Days',
};

// The same in every row and in the heading, or made of the other cells of the row.
const REDUNDANT: ReadonlySet<string> = new Set(['period_type', 'type', 'source_event_id']);

const RIGHT_ALIGNED: ReadonlySet<string> = new Set([
  'token_count',
  'message_tokens',
  'answer_tokens',
  'prompt_tokens',
  'completion_tokens',
  'input_tokens',
  'output_tokens',
  'total_tokens',
  'message_count',
  'conversation_count',
  'execution_count',
  'request_count',
  'prompt_price',
  'completion_price',
  'total_price',
  'cost_actual',
]);

/** For a person at a terminal: a heading, then one table per kind of record. */
export function formatTable(payloads: readonly (Payload | ApiMeterPayload)[]): string {
  const [first] = payloads;
  if (first === undefined) return 'There is nothing to report.\n';

  const tables = recordSections(payloads, []).map(formatSection);
  return `${[headingOf(first), ...tables].join('\n\n')}\n`;
}

function headingOf(payload: Payload | ApiMeterPayload): string {
  if ('records' in payload) {
    const { start, end } = payload.export_metadata.date_range;
    return `${start} to ${end}, daily, api-meter`;
  }
  const { start, end } = payload.fetch_period;
  return `${start} to ${end}, ${payload.aggregation_period}, ${payload.output_mode}`;
}

function formatSection(section: RecordSection): string {
  const { kind, rows } = section;
  if (rows.length === 0) return `${TITLES[kind]}: no records`;

  const columns = shownFields(section).map((field) =>
    formatColumn(field, [field, ...rows.map((row) => row[field])]),
  );
  const lines = joinColumns(columns);
  return [`${TITLES[kind]} (${rows.length})`, ...lines].join('\n');
}

/** Rows of users and models are long: they do without the app's id where its name says as much. */
function shownFields({ kind, fields, rows }: RecordSection): readonly string[] {
  const isLong = kind === 'user' || kind === 'model';
  const hidesAppId = isLong && namesTellApps(rows);
  return fields.filter((field) => !REDUNDANT.has(field) && !(hidesAppId && field === 'app_id'));
}

function namesTellApps(rows: readonly Row[]): boolean {
  const idsByName = new Map<string, string | number | undefined>();
  for (const row of rows) {
    // As they are shown: what is cut off tells nothing.
    const name = formatCell(row['app_name']);
    if (name === '') return false;
    if (!idsByName.has(name)) idsByName.set(name, row['app_id']);
    else if (idsByName.get(name) !== row['app_id']) return false;
  }
  return true;
}

/** The header and the cells of one field. */
function formatColumn(
  field: string,
  values: readonly (string | number | undefined)[],
): readonly string[] {
  return padCells(values.map(formatCell), RIGHT_ALIGNED.has(field) ? 'left' : 'right');
}

function formatCell(value: string | number | undefined): string {
  return typeof value === 'string' ? fitWidth(safeText(value), WIDEST_CELL) : String(value ?? '');
}
