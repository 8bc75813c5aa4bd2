import type { DetailNeeds } from '../usage/app-detail.ts';
import type { OutputMode } from './payload.ts';

export type RecordKind = 'app' | 'workspace' | 'user' | 'model';

/** The kinds of records that an output mode has (spec v1.1.0 §3.3). */
export const SHOWN_RECORDS: Readonly<Record<OutputMode, readonly RecordKind[]>> = {
  per_app: ['app'],
  workspace: ['workspace'],
  both: ['app', 'workspace'],
  per_user: ['user'],
  per_model: ['model'],
  all: ['app', 'workspace', 'user', 'model'],
};

export type ReportShape = {
  readonly format: { readonly kind: 'external-api' | 'api-meter' };
  readonly mode: OutputMode;
};

/**
 * What the records show beyond sums: a model record has its user, but counts no messages, and
 * API_Meter's has not even a user.
 */
export function detailNeeds({ format, mode }: ReportShape): DetailNeeds {
  if (format.kind === 'api-meter') return { users: false, models: true, messages: false };

  const shown = SHOWN_RECORDS[mode];
  const messages = shown.includes('user');
  const models = shown.includes('model');
  return { users: messages || models, models, messages };
}
