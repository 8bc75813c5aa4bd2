import type { PlaceName } from './template.ts';

type Templates = Readonly<Record<string, string>>;

/** Each text with exactly the places of the English one, which may stand in another order. */
type Matching<English extends Templates, Texts extends Templates> = {
  readonly [Code in keyof English]: Code extends keyof Texts
    ? [PlaceName<English[Code]>] extends [PlaceName<Texts[Code]>]
      ? [PlaceName<Texts[Code]>] extends [PlaceName<English[Code]>]
        ? Texts[Code]
        : never
      : never
    : string;
};

/**
 * A part of a catalogue in another language. What is missing, too much, or lacks a place of the
 * English text does not compile.
 */
export function translation<
  English extends Templates,
  const Texts extends Readonly<Record<keyof English, string>>,
>(
  _english: English,
  texts: Texts & Matching<English, Texts>,
): { readonly [Code in keyof English]: string } {
  return texts;
}
