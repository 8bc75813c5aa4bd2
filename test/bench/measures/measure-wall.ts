import type { Check } from '../report/check.ts';
import { formatRange, median } from '../report/statistics.ts';
import { replay } from '../run/replay.ts';
import { runProgram } from '../run/run-program.ts';
import type { ServerReport } from '../server/request-log.ts';
import { startBenchDify } from '../server/start-bench-dify.ts';
import type { BenchWorld } from '../world/bench-world.ts';
import { mixedWorld, runWorld } from '../world/scenarios.ts';
import { type Measure, VERSION } from './measure.ts';

type Setting = {
  readonly name: string;
  readonly world: BenchWorld;
  readonly latencyMs: number;
  readonly concurrency: number;
  readonly repetitions: number;
  /** For the whole program. */
  readonly limitSeconds?: number;
};

/** The program against a bare loop that makes the same requests, both as whole processes. */
export const measureWall: Measure = async ({ full, repetitions }, say) => {
  const checks: Check[] = [];
  for (const setting of settings(full, repetitions)) {
    say(`wall: ${describe(setting)}`);
    checks.push(...(await compare(setting)));
  }
  return checks;
};

/** As many runs as take a few seconds, so that starting up is no great part of it. */
function settings(full: boolean, repetitions: number): Setting[] {
  const grid = [
    { latencyMs: 5, concurrency: 2, runs: 1000 },
    { latencyMs: 5, concurrency: 8, runs: 2500 },
    { latencyMs: 5, concurrency: 16, runs: 4000 },
    { latencyMs: 50, concurrency: 2, runs: 200 },
    { latencyMs: 50, concurrency: 8, runs: 800 },
    { latencyMs: 50, concurrency: 16, runs: 1600 },
  ];
  const times = full ? 3 : 1;
  const listed = grid.flatMap(({ runs, ...rest }): Setting[] => [
    { name: `${runs * times} runs`, world: runWorld(runs * times), repetitions, ...rest },
    ...(full ? [{ name: `mixed ${runs}`, world: mixedWorld(runs), repetitions, ...rest }] : []),
  ]);
  if (!full) return listed;
  const many = { name: '10,000 runs', world: runWorld(10_000), latencyMs: 50, concurrency: 8 };
  return [...listed, { ...many, repetitions: 1, limitSeconds: 73 }];
}

async function compare(setting: Setting): Promise<Check[]> {
  const { world, latencyMs, concurrency, repetitions, limitSeconds } = setting;
  const dify = await startBenchDify({ version: VERSION, world, latencyMs, keepsLog: true });
  const walls: { readonly program: number; readonly bare: number }[] = [];
  const spans: number[] = [];
  const cpu: number[] = [];
  try {
    for (let round = 0; round < repetitions; round += 1) {
      const program = await runProgram(dify, world, { mode: 'all', concurrency });
      const bare = await replay(dify, program.report, concurrency);
      walls.push({ program: program.wallMs, bare: bare.wallMs });
      spans.push(spanOf(program.report) / spanOf(bare.report));
      cpu.push(program.cpuMs / program.report.total);
    }
  } finally {
    await dify.close();
  }
  const ratios = walls.map(({ program, bare }) => program / bare);
  const seconds = (values: readonly number[]) =>
    formatRange(
      values.map((ms) => ms / 1000),
      2,
    );
  const programs = walls.map(({ program }) => program);
  const basis =
    `${seconds(programs)} s ÷ ${seconds(walls.map(({ bare }) => bare))} s = ${formatRange(ratios, 3)}; ` +
    `first request to last answer ${formatRange(spans, 3)}; CPU per request ${formatRange(cpu, 2)} ms`;
  const check = {
    target: 'wall',
    what: `${describe(setting)}: wall ÷ bare loop`,
    measured: median(ratios),
    unit: 'ratio',
    limit: { atMost: 1.15 },
    basis,
  } as const;
  if (limitSeconds === undefined) return [check];
  const whole = {
    target: 'wall',
    what: `${describe(setting)}: whole program`,
    measured: median(programs) / 1000,
    unit: 's',
    limit: { atMost: limitSeconds },
    basis,
  } as const;
  return [check, whole];
}

function describe({ name, latencyMs, concurrency }: Setting): string {
  return `${name}, ${latencyMs} ms, concurrency ${concurrency}`;
}

function spanOf({ firstAt, lastAt }: ServerReport): number {
  return lastAt - firstAt;
}
