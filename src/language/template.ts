/** A text with places such as `{host}` that are filled when it is said. */
export type PlaceName<Template extends string> =
  Template extends `${string}{${infer Name}}${infer Rest}` ? Name | PlaceName<Rest> : never;

const PLACE = /\{(\w+)\}/g;

/** Stands in a template between what is wrong and what to do about it, and is never said. */
const MARK = '¦';

/** What leads from one to the other in a whole sentence. */
const LINK = /[\s.:;,。：；，、]+$/u;

export type DividedTemplate = {
  /** What is wrong, without the punctuation that leads on. */
  readonly problem: string;
  /** Undefined where the template has no mark. */
  readonly cure: string | undefined;
};

/** Fills every place once: what a value brings along is never taken for a place. */
export function fillTemplate(template: string, textAt: (name: string) => string): string {
  return template.replace(MARK, '').replace(PLACE, (_place, name: string) => textAt(name));
}

export function divideTemplate(template: string): DividedTemplate {
  const [problem = '', cure] = template.split(MARK);
  return cure === undefined ? { problem, cure } : { problem: problem.replace(LINK, ''), cure };
}

/** The names of the places in a template, in its order. */
export function placeNames(template: string): readonly string[] {
  return [...template.matchAll(PLACE)].map(([, name = '']) => name);
}
