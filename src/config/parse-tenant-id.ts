import { InvalidSetting } from './invalid-setting.ts';
import { isUuid } from './parse-uuid.ts';
import { quote } from './quote.ts';

/** Reads the id that API_Meter has given to a tenant. */
export function parseTenantId(text: string): string {
  const id = text.toLowerCase();
  if (isUuid(id)) return id;
  throw new InvalidSetting(
    `${quote(text)} is not the id of a tenant.`,
    'Use the UUID that API_Meter shows, such as 9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30.',
  );
}
