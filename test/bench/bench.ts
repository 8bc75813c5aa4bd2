import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { BenchOptions, Measure } from './measures/measure.ts';
import { measurePoliteness } from './measures/measure-politeness.ts';
import { measureRequests } from './measures/measure-requests.ts';
import { measureSecondRun } from './measures/measure-second-run.ts';
import { measureSize } from './measures/measure-size.ts';
import { measureStartUp } from './measures/measure-start-up.ts';
import { measureWall } from './measures/measure-wall.ts';
import type { Check } from './report/check.ts';
import { type Report, toJson, toMarkdown, toTable } from './report/report.ts';
import { SCENARIOS, type ScenarioName } from './world/scenarios.ts';

/**
 * Measures the built program against a bench Dify and writes what it found beside the limits.
 *
 * `npm run bench -- [--full] [--only MEASURE ...] [--scenario NAME ...] [--repeat N]`
 */
const MEASURES: Readonly<Record<string, Measure>> = {
  'start-up': measureStartUp,
  requests: measureRequests,
  'second-run': measureSecondRun,
  wall: measureWall,
  size: measureSize,
  politeness: measurePoliteness,
};

const DIRECTORY = '.cache/bench';

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: Object.keys(MEASURES) },
    scenario: { type: 'string', multiple: true },
    repeat: { type: 'string' },
  },
});
const { full } = values;
const options: BenchOptions = {
  full,
  scenarios: chooseScenarios(
    values.scenario ?? (full ? Object.keys(SCENARIOS) : ['small', 'month-to-date']),
  ),
  repetitions: Number(values.repeat ?? (full ? 3 : 1)),
};

const startedAt = new Date().toISOString();
const checks: Check[] = [];
for (const name of values.only) {
  const measure = MEASURES[name];
  if (measure === undefined)
    throw new TypeError(`Measures are ${Object.keys(MEASURES).join(', ')}`);
  checks.push(...(await measure(options, say)));
}
const report: Report = {
  startedAt,
  command: ['npm run bench', ...process.argv.slice(2)].join(' '),
  machine: `${cpus().length} cores (load ${loadavg()[1]?.toFixed(1)}), Node ${process.version}`,
  checks,
};
await mkdir(DIRECTORY, { recursive: true });
await writeFile(`${DIRECTORY}/report.json`, toJson(report));
await writeFile(`${DIRECTORY}/report.md`, toMarkdown(report));
process.stdout.write(toTable(checks));
say(`The reports are in ${DIRECTORY}/.`);

function chooseScenarios(names: readonly string[]): ScenarioName[] {
  return names.map((name) => {
    if (name === 'small' || name === 'large' || name === 'month-to-date') return name;
    throw new TypeError(`Scenarios are ${Object.keys(SCENARIOS).join(', ')}`);
  });
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
