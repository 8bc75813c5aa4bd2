import { moduleGraph } from '../../support/module-graph.ts';

const REPORT_FOLDER = /^(reports?|notices?|notifications?|charts?|metrics)\//;

/**
 * The modules of reports and notices that an export loads, below the folder of the sources: built, all
 * that it loads is in a few files that do not tell what they are made of.
 */
export function listReportModules(sources: URL): string[] {
  const { modules } = moduleGraph(
    new URL('main.ts', sources),
    new URL('commands/run-export.ts', sources),
  );
  return [...modules]
    .map((module) => module.slice(sources.href.length))
    .filter((path) => REPORT_FOLDER.test(path))
    .sort();
}
