import type { Say } from '../language/say.ts';
import type { Warning } from './export-warnings.ts';

export function toWarningDocument({ code, text }: Warning, say: Say) {
  return { code, message: say(text) };
}
