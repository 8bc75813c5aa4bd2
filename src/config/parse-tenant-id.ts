import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { isUuid } from './parse-uuid.ts';

/** Reads the id that API_Meter has given to a tenant. */
export function parseTenantId(text: string): string {
  const id = text.toLowerCase();
  if (isUuid(id)) return id;
  throw new InvalidSetting(message('tenant_problem'), message('tenant_cure'));
}
