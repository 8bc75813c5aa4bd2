import type { ApiMeterPayload, ApiMeterRecord } from '../../payload/api-meter.ts';
import type { Payload } from '../../payload/payload.ts';

export const recordKinds = ['app', 'workspace', 'user', 'model', 'day'] as const;

export type RecordKind = (typeof recordKinds)[number];

export type Row = Readonly<Record<string, string | number>>;

/** The records of one kind out of all bodies, in the order in which they are sent. */
export type RecordSection = {
  readonly kind: RecordKind;
  /** The fields in wire order, known even when there is no record. */
  readonly fields: readonly string[];
  readonly rows: readonly Row[];
};

const FIELDS: Readonly<Record<RecordKind, readonly string[]>> = {
  app: ['period', 'period_type', 'app_id', 'app_name', 'token_count', 'total_price', 'currency'],
  workspace: ['period', 'period_type', 'type', 'token_count', 'total_price', 'currency'],
  user: [
    'period',
    'period_type',
    'user_id',
    'user_type',
    'app_id',
    'app_name',
    'message_tokens',
    'answer_tokens',
    'total_tokens',
    'message_count',
    'conversation_count',
  ],
  model: [
    'period',
    'period_type',
    'user_id',
    'user_type',
    'app_id',
    'app_name',
    'model_provider',
    'model_name',
    'prompt_tokens',
    'completion_tokens',
    'total_tokens',
    'prompt_price',
    'completion_price',
    'total_price',
    'currency',
    'execution_count',
  ],
  day: [
    'usage_date',
    'provider',
    'model',
    'input_tokens',
    'output_tokens',
    'total_tokens',
    'request_count',
    'cost_actual',
    'currency',
    'source_event_id',
  ],
};

/** Sections that no body has are left out; without any body there are those of `expected`, empty. */
export function recordSections(
  payloads: readonly (Payload | ApiMeterPayload)[],
  expected: readonly RecordKind[],
): readonly RecordSection[] {
  const isSent = (kind: RecordKind) =>
    payloads.length === 0
      ? expected.includes(kind)
      : payloads.some((payload) => rowsOf(payload, kind) !== undefined);

  return recordKinds.filter(isSent).map((kind) => ({
    kind,
    fields: FIELDS[kind],
    rows: payloads.flatMap((payload) => rowsOf(payload, kind) ?? []),
  }));
}

function rowsOf(payload: Payload | ApiMeterPayload, kind: RecordKind): readonly Row[] | undefined {
  if ('records' in payload) return kind === 'day' ? payload.records.map(toRow) : undefined;
  switch (kind) {
    case 'app':
      return payload.app_records;
    case 'workspace':
      return payload.workspace_records;
    case 'user':
      return payload.user_records;
    case 'model':
      return payload.model_records;
    case 'day':
      return undefined;
  }
}

/** The metadata says the same of every record, apart from the id. */
function toRow({ metadata, ...fields }: ApiMeterRecord): Row {
  return { ...fields, source_event_id: metadata.source_event_id };
}
