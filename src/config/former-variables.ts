/** What has become of a variable of dify-usage-exporter. */
export type FormerVariable =
  | { readonly fate: 'renamed'; readonly name: string; readonly isShared?: true }
  /** The key of an app, which cannot read usage. */
  | { readonly fate: 'gone'; readonly isShared?: true }
  | { readonly fate: 'obsolete'; readonly isShared?: true };

/** Other programs may have it too. */
const SHARED = { isShared: true } as const;
const OBSOLETE = { fate: 'obsolete' } as const;

/** As docs/MIGRATION.md says it, without those that are understood under their old name. */
export const formerVariables: ReadonlyMap<string, FormerVariable> = new Map<string, FormerVariable>(
  [
    ['DIFY_FETCH_START_DATE', { fate: 'renamed', name: 'START_DATE' }],
    ['DIFY_FETCH_END_DATE', { fate: 'renamed', name: 'END_DATE' }],
    ['DIFY_START_DATE', { fate: 'renamed', name: 'START_DATE' }],
    ['DIFY_END_DATE', { fate: 'renamed', name: 'END_DATE' }],
    ['API_METER_URL', { fate: 'renamed', name: 'EXTERNAL_API_URL' }],
    ['API_METER_TOKEN', { fate: 'renamed', name: 'EXTERNAL_API_TOKEN' }],
    ['DIFY_API_URL', { fate: 'renamed', name: 'DIFY_API_BASE_URL', ...SHARED }],
    ['DIFY_API_KEY', { fate: 'gone', ...SHARED }],
    ['DIFY_API_TOKEN', { fate: 'gone', ...SHARED }],
    ['SCHEDULE_ENABLED', { ...OBSOLETE, ...SHARED }],
    ['SCHEDULE_CRON', { ...OBSOLETE, ...SHARED }],
    ['HEALTHCHECK_ENABLED', { ...OBSOLETE, ...SHARED }],
    ['HEALTHCHECK_PORT', { ...OBSOLETE, ...SHARED }],
    ['GRACEFUL_SHUTDOWN_TIMEOUT', { ...OBSOLETE, ...SHARED }],
    ['WATERMARK_ENABLED', { ...OBSOLETE, ...SHARED }],
    ['WATERMARK_FILE_PATH', { ...OBSOLETE, ...SHARED }],
    ['DIFY_FETCH_DAYS', OBSOLETE],
    ['DIFY_INITIAL_FETCH_DAYS', OBSOLETE],
    ['DIFY_FETCH_PAGE_SIZE', OBSOLETE],
    ['DIFY_FETCH_RETRY_COUNT', OBSOLETE],
    ['DIFY_FETCH_RETRY_DELAY_MS', OBSOLETE],
    ['BATCH_SIZE', { ...OBSOLETE, ...SHARED }],
    ['MAX_SPOOL_RETRIES', { ...OBSOLETE, ...SHARED }],
  ],
);
