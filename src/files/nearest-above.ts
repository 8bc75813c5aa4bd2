import { dirname } from 'node:path';
import { statsIfThere } from './stats-if-there.ts';

/** The nearest directory above that exists: it has to let us make what is missing. */
export async function nearestAbove(path: string): Promise<string> {
  const parent = dirname(path);
  if (parent === path || (await statsIfThere(parent)) !== undefined) return parent;
  return await nearestAbove(parent);
}
