/** A text with places such as `{host}` that are filled when it is said. */
export type PlaceName<Template extends string> =
  Template extends `${string}{${infer Name}}${infer Rest}` ? Name | PlaceName<Rest> : never;

const PLACE = /\{(\w+)\}/g;

/** Fills every place once: what a value brings along is never taken for a place. */
export function fillTemplate(template: string, textAt: (name: string) => string): string {
  return template.replace(PLACE, (_place, name: string) => textAt(name));
}

/** The names of the places in a template, in its order. */
export function placeNames(template: string): readonly string[] {
  return [...template.matchAll(PLACE)].map(([, name = '']) => name);
}
