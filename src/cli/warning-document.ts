import type { Say } from '../language/say.ts';
import { toTextDocument } from './text-document.ts';
import type { Warning } from './warning.ts';

export function toWarningDocument({ code, text }: Warning, say: Say) {
  return { code, ...toTextDocument(text, say) };
}
