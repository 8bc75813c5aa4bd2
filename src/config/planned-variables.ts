/** Selects a format that a later version has. */
export const API_METER_TENANT_ID = 'API_METER_TENANT_ID';

/** Variables of output modes that a later version has; they change nothing in this one's. */
export const plannedVariables: readonly string[] = [
  'DIFY_USAGE_USER_ID',
  'DIFY_USAGE_ASSUME_MODEL',
  'DIFY_USAGE_MINUTE_WINDOWS',
];
