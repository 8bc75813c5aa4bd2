/** Those that messages are written in; the first one is spoken unless another is asked for. */
export const languages = ['en', 'ja', 'zh'] as const;

export type Language = (typeof languages)[number];

export function isLanguage(text: string): text is Language {
  return languages.some((language) => language === text);
}
