import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { isUuid } from './parse-uuid.ts';
import { quote } from './quote.ts';

/** Reads the id that API_Meter has given to a tenant. */
export function parseTenantId(text: string): string {
  const id = text.toLowerCase();
  if (isUuid(id)) return id;
  throw new InvalidSetting(
    message('tenant_problem', { value: quote(text) }),
    message('tenant_cure'),
  );
}
