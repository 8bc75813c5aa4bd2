import type { Check } from '../report/check.ts';
import { formatRange, median } from '../report/statistics.ts';
import { replay } from '../run/replay.ts';
import { type ProgramRun, runProgram } from '../run/run-program.ts';
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
  const rounds: Round[] = [];
  try {
    for (let round = 0; round < repetitions; round += 1) {
      const program = await runProgram(dify, world, { mode: 'all', concurrency });
      const bare = await replay(dify, program.report, concurrency);
      rounds.push({ program, bare });
    }
  } finally {
    await dify.close();
  }
  const each = (figure: (round: Round) => number) => rounds.map(figure);
  const ratios = each(({ program, bare }) => program.wallMs / bare.wallMs);
  const programs = each(({ program }) => program.wallMs / 1000);
  const basis = [
    `${formatRange(programs, 2)} s ÷ ${formatRange(
      each(({ bare }) => bare.wallMs / 1000),
      2,
    )} s = ${formatRange(ratios, 3)}`,
    `first request to last answer ${formatRange(
      each(({ program, bare }) => spanOf(program) / spanOf(bare)),
      3,
    )}`,
    `${rounds[0]?.program.report.total} requests`,
    `CPU per request ${formatRange(each(cpuOf('program')), 2)} ms, of the bare loop ${formatRange(each(cpuOf('bare')), 2)} ms, of Dify ${formatRange(
      each(({ bare }) => bare.report.cpuMs / bare.report.total),
      2,
    )} ms`,
  ].join('; ');
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
    measured: median(programs),
    unit: 's',
    limit: { atMost: limitSeconds },
    basis,
  } as const;
  return [check, whole];
}

function describe({ name, latencyMs, concurrency }: Setting): string {
  return `${name}, ${latencyMs} ms, concurrency ${concurrency}`;
}

type Round = Readonly<Record<'program' | 'bare', ProgramRun>>;

function spanOf({ report }: ProgramRun): number {
  return report.lastAt - report.firstAt;
}

function cpuOf(name: keyof Round): (round: Round) => number {
  return (round) => round[name].cpuMs / round[name].report.total;
}
