import type { BodyFormat } from './config.ts';
import type { SettingReader } from './setting-reader.ts';
import { variables } from './variables.ts';

/** The tenant id alone selects api-meter, so that an older file for it loads as it is. */
export function loadBodyFormat(reader: SettingReader): BodyFormat {
  const { externalApiFormat, apiMeterTenantId } = variables;
  const byTenant = reader.isSet(apiMeterTenantId) ? 'api-meter' : 'external-api';
  const kind = reader.read(externalApiFormat) ?? byTenant;
  if (kind === 'external-api') return { kind };

  // An unset tenant is a problem, and nothing runs with it.
  return { kind, tenantId: reader.require(apiMeterTenantId) ?? '' };
}
