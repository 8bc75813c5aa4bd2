import type { ReportConfig } from '../../config/config.ts';
import { SHOWN_RECORDS } from '../../payload/shown-records.ts';
import type { RecordKind } from './record-sections.ts';

/** The kinds of records that an export is about, whether or not there are any. */
export function expectedKinds({
  format,
  mode,
}: Pick<ReportConfig, 'format' | 'mode'>): readonly RecordKind[] {
  return format.kind === 'api-meter' ? ['day'] : SHOWN_RECORDS[mode];
}
