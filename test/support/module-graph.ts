import { readFileSync } from 'node:fs';

export type ModuleGraph = {
  /** The addresses of source files. */
  readonly modules: ReadonlySet<string>;
  readonly packages: ReadonlySet<string>;
};

const STATIC_IMPORT = /^(?:import|export)\s+(?!type\b)(?:[^;]*?from\s+)?'([^']+)';/gm;

/** What loading these modules loads, through all that they import; not what they load later. */
export function moduleGraph(...entries: readonly URL[]): ModuleGraph {
  const modules = new Set<string>();
  const packages = new Set<string>();
  const visit = (module: URL) => {
    if (modules.has(module.href)) return;
    modules.add(module.href);
    for (const [, specifier = ''] of readFileSync(module, 'utf8').matchAll(STATIC_IMPORT)) {
      if (specifier.startsWith('.')) visit(new URL(specifier, module));
      else packages.add(specifier);
    }
  };
  for (const entry of entries) visit(entry);
  return { modules, packages };
}
