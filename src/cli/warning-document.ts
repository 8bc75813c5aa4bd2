import type { Say } from '../language/say.ts';
import type { Warning } from './export-warnings.ts';
import { toTextDocument } from './text-document.ts';

export function toWarningDocument({ code, text }: Warning, say: Say) {
  return { code, ...toTextDocument(text, say) };
}
