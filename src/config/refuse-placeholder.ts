import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';
import type { Variable } from './variable.ts';

/** Of every secret in `.env.example`, also where the rest of it has been replaced. */
const SECRET_PLACEHOLDER = /(?<![\w-])change-me(?:-1)?(?![\w-])/;

/** Dify counts failed logins, and a bill may reach a stranger: neither is to be tried. */
export function refusePlaceholder({ placeholder, secret }: Variable<unknown>, text: string): void {
  const isLeft = text.trim() === placeholder || (secret && SECRET_PLACEHOLDER.test(text));
  if (!isLeft) return;
  throw new InvalidSetting(message('placeholder_problem'), message('placeholder_cure'));
}
