import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { describe, expect, it } from 'vitest';

const STATIC_IMPORT = /^(?:import|export)\s+(?!type\b)[^;]*?from\s+'([^']+)';/gm;

/** The packages that loading a module loads, through all that it imports. */
function packagesOf(module: URL, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(module.href)) return packages;
  seen.add(module.href);

  for (const [, specifier = ''] of readFileSync(module, 'utf8').matchAll(STATIC_IMPORT)) {
    const found = specifier.startsWith('.')
      ? packagesOf(new URL(specifier, module), seen)
      : [specifier];
    for (const name of found) packages.add(name);
  }
  return packages;
}

describe('start-up', () => {
  it('loads no package but commander until a command needs more', () => {
    const packages = packagesOf(new URL('../../src/main.ts', import.meta.url));

    expect([...packages].filter((name) => !isBuiltin(name))).toEqual(['commander']);
  });
});
