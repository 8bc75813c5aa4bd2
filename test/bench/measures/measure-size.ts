import type { Check } from '../report/check.ts';
import { type ProgramRun, runProgram } from '../run/run-program.ts';
import { startBenchDify } from '../server/start-bench-dify.ts';
import { messageWorld } from '../world/scenarios.ts';
import { type Measure, VERSION } from './measure.ts';

type Sized = { readonly messages: number; readonly run: ProgramRun };

const MILLION = 1_000_000;
const SMALLEST = 100_000;
const DOUBLINGS = [62_500, 125_000, 250_000, 500_000, MILLION];
const FEW_DOUBLINGS = [25_000, 50_000, 100_000];

/** What a message costs in time and memory, and how that grows with their number. */
export const measureSize: Measure = async ({ full }, say) => {
  const measured = new Map<number, ProgramRun>();
  const measure = async (messages: number): Promise<Sized> => {
    say(`size: ${messages.toLocaleString('en')} messages`);
    const run = measured.get(messages) ?? (await readMessages(messages));
    measured.set(messages, run);
    return { messages, run };
  };

  const doublings: Sized[] = [];
  for (const messages of full ? DOUBLINGS : FEW_DOUBLINGS) doublings.push(await measure(messages));
  const small = await measure(SMALLEST);
  const checks = [...checkGrowth(doublings), checkEngine(doublings.at(-1) ?? small)];
  if (!full) return [...checks, memoryOf(small, undefined)];
  const great = await measure(MILLION);
  return [
    ...checks,
    memoryOf(small, undefined),
    memoryOf(great, { atMost: 250 }),
    {
      target: 'memory',
      what: 'peak memory at 1,000,000 messages beyond that at 100,000',
      measured: 100 * (great.run.peakRssMb / small.run.peakRssMb - 1),
      unit: 'percent',
      limit: { atMost: 20 },
      basis: `${Math.round(great.run.peakRssMb)} MB ÷ ${Math.round(small.run.peakRssMb)} MB`,
    },
  ];
};

async function readMessages(messages: number): Promise<ProgramRun> {
  const world = messageWorld(messages);
  const dify = await startBenchDify({ version: VERSION, world, latencyMs: 0, keepsLog: false });
  try {
    return await runProgram(dify, world, { mode: 'all', concurrency: 8 });
  } finally {
    await dify.close();
  }
}

function memoryOf({ messages, run }: Sized, limit: Check['limit']): Check {
  return {
    target: 'memory',
    what: `${messages.toLocaleString('en')} messages: peak memory (RSS)`,
    measured: run.peakRssMb,
    unit: 'MB',
    limit,
    basis: `mode all, concurrency 8, ${run.report.total} requests, ${Math.round(run.wallMs / 1000)} s`,
  };
}

/** CPU, since the wall would depend on what else the machine does. */
function checkGrowth(sizes: readonly Sized[]): Check[] {
  return sizes.slice(1).map(({ messages, run }, place) => {
    const before = sizes[place];
    if (before === undefined) throw new TypeError('There is no smaller size');
    const perMessage = (1000 * run.cpuMs) / messages;
    const perMessageBefore = (1000 * before.run.cpuMs) / before.messages;
    return {
      target: 'growth',
      what: `CPU per message at ${messages.toLocaleString('en')} ÷ at half of it`,
      measured: perMessage / perMessageBefore,
      unit: 'ratio',
      limit: { atMost: 1.1 },
      basis: `${perMessage.toFixed(1)} µs ÷ ${perMessageBefore.toFixed(1)} µs`,
    };
  });
}

function checkEngine({ messages, run }: Sized): Check {
  return {
    target: 'engine',
    what: `${messages.toLocaleString('en')} messages from bytes to payload, per second of CPU`,
    measured: (1000 * messages) / run.cpuMs,
    unit: 'per s',
    limit: { atLeast: 20_000 },
    basis: `${Math.round(run.cpuMs)} ms CPU of the whole process, ${Math.round(run.wallMs)} ms wall, 0 ms latency`,
  };
}
