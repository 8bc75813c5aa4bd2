import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import type { Check } from '../report/check.ts';
import { formatRange, median } from '../report/statistics.ts';
import { listModules } from '../run/list-modules.ts';
import { listReportModules } from '../run/list-report-modules.ts';
import type { Measure } from './measure.ts';

const COMMANDS = {
  node: ['-e', '0'],
  version: ['dist/bin/dify-usage.js', '--version'],
  help: ['dist/bin/dify-usage.js', '--help'],
} as const;

/** How long the program takes to say something simple, and what an export loads. */
export const measureStartUp: Measure = async ({ full }, say) => {
  say('start-up');
  const times = { node: [] as number[], version: [] as number[], help: [] as number[] };
  // One after the other, so that a busy moment of the machine falls on all of them.
  for (let round = 0; round < (full ? 61 : 25); round += 1) {
    for (const name of ['node', 'version', 'help'] as const) times[name].push(time(COMMANDS[name]));
  }
  const compare = (name: 'version' | 'help'): Check => ({
    target: 'start-up',
    what: `--${name} ÷ node -e 0, medians of ${times.node.length}`,
    measured: median(times[name]) / median(times.node),
    unit: 'ratio',
    limit: { atMost: 2 },
    basis: `${formatRange(times[name], 0)} ms ÷ ${formatRange(times.node, 0)} ms`,
  });
  return [compare('version'), compare('help'), ...(await checkModules())];
};

function time(args: readonly string[]): number {
  const startedAt = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return performance.now() - startedAt;
}

async function checkModules(): Promise<Check[]> {
  const { own, packages } = await listModules();
  const forbidden = listReportModules(pathToFileURL('src/'));
  const basis = `packages: ${[...packages].map(([name, files]) => `${name} ${files}`).join(', ')}`;
  return [
    {
      target: 'start-up',
      what: 'modules of reports and notices that an export loads',
      measured: forbidden.length,
      unit: 'modules',
      limit: { atMost: 0 },
      basis: forbidden.join(', ') || 'none',
    },
    {
      target: 'start-up',
      what: 'modules that an export loads, its own and of packages',
      measured: own.length + [...packages.values()].reduce((sum, files) => sum + files, 0),
      unit: 'modules',
      limit: undefined,
      basis: `${own.length} own; ${basis}`,
    },
  ];
}
