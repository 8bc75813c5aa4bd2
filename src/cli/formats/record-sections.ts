import type { Payload } from '../../payload/payload.ts';

type Row = Readonly<Record<string, string | number>>;

/** The records of one kind out of all bodies, in the order in which they are sent. */
export type RecordSection = {
  readonly kind: 'app' | 'workspace';
  /** The fields in wire order, known even when there is no record. */
  readonly fields: readonly string[];
  readonly rows: readonly Row[];
};

const APP_FIELDS = [
  'period',
  'period_type',
  'app_id',
  'app_name',
  'token_count',
  'total_price',
  'currency',
] as const;
const WORKSPACE_FIELDS = [
  'period',
  'period_type',
  'type',
  'token_count',
  'total_price',
  'currency',
] as const;

/** Sections that no body has are left out; without any body they are all there, and empty. */
export function recordSections(payloads: readonly Payload[]): readonly RecordSection[] {
  const sections: readonly (RecordSection & { readonly isSent: boolean })[] = [
    {
      kind: 'app',
      fields: APP_FIELDS,
      rows: payloads.flatMap(({ app_records }) => app_records ?? []),
      isSent: payloads.some(({ app_records }) => app_records !== undefined),
    },
    {
      kind: 'workspace',
      fields: WORKSPACE_FIELDS,
      rows: payloads.flatMap(({ workspace_records }) => workspace_records ?? []),
      isSent: payloads.some(({ workspace_records }) => workspace_records !== undefined),
    },
  ];
  return sections.filter(({ isSent }) => isSent || payloads.length === 0);
}
