import type { Language } from './languages.ts';
import { type Say, sayIn, sayInEnglish } from './say.ts';

/** The other languages are loaded by those who speak them. */
export async function loadLanguage(language: Language): Promise<Say> {
  switch (language) {
    case 'en':
      return sayInEnglish;
    case 'ja':
      return sayIn((await import('./ja.ts')).ja);
    case 'zh':
      return sayIn((await import('./zh.ts')).zh);
  }
}
