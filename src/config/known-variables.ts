import { fileName } from './find-setting.ts';
import { variableTable } from './variables.ts';

/** Every name that a variable of the table may be given under. */
export const knownVariables: readonly string[] = variableTable.flatMap(
  ({ name, alias, outrankedBy, secret }) =>
    [name, alias, outrankedBy, secret && fileName(name)].filter((key) => key !== undefined),
);

const KNOWN: ReadonlySet<string> = new Set(knownVariables);

export function isKnownVariable(name: string): boolean {
  return KNOWN.has(name);
}
