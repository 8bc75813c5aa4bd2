import type { Check } from '../report/check.ts';
import { mostInASecond } from '../report/most-in-a-second.ts';
import { runProgram } from '../run/run-program.ts';
import type { Trouble } from '../server/messages.ts';
import type { LoggedRequest, ServerReport } from '../server/request-log.ts';
import { startBenchDify } from '../server/start-bench-dify.ts';
import { mixedWorld, runWorld } from '../world/scenarios.ts';
import { type Measure, VERSION } from './measure.ts';

const CONCURRENCY = 8;

const TROUBLES: readonly Trouble[] = [
  { kind: 'answers 429', first: 200, last: 205, latencyMs: 0 },
  { kind: 'answers 503', first: 200, last: 205, latencyMs: 0 },
  { kind: 'is slow', first: 200, last: 290, latencyMs: 700 },
];

/** How much the program asks at once of a Dify that is well, and of one that is in trouble. */
export const measurePoliteness: Measure = async (_options, say) => {
  const checks: Check[] = [];
  say('politeness: default concurrency');
  const usual = await watch([]);
  checks.push({
    target: 'politeness',
    what: 'requests at once by default',
    measured: usual.mostInFlight,
    unit: 'at once',
    limit: { atMost: 2 },
    basis: `${usual.total} requests`,
  });
  checks.push({
    target: 'politeness',
    what: 'statistics of more than a day of one app at once',
    measured: usual.mostAggregatesOfAnApp,
    unit: 'at once',
    limit: { atMost: 1 },
    basis: 'mode all, default concurrency',
  });
  say('politeness: --max-rps');
  const limited = await watch(['--max-rps', '40']);
  checks.push(
    {
      target: 'politeness',
      what: 'requests per second with --max-rps 40, on average',
      measured: (1000 * limited.total) / (limited.lastAt - limited.firstAt),
      unit: 'per s',
      limit: { atMost: 41 },
      basis: `${limited.total} requests`,
    },
    {
      target: 'politeness',
      what: 'requests in any one second with --max-rps 40',
      measured: mostInASecond(limited.requests.map(({ at }) => at)),
      unit: 'requests',
      // A request that comes late is nearer to the next one.
      limit: { atMost: 41 },
      basis: `${limited.total} requests, signing in among them`,
    },
  );
  for (const trouble of TROUBLES) {
    say(`politeness: Dify ${trouble.kind}`);
    checks.push(...(await inTrouble(trouble)));
  }
  return checks;
};

/** An export with the default concurrency. */
async function watch(flags: readonly string[]): Promise<ServerReport> {
  const world = mixedWorld(60);
  const dify = await startBenchDify({ version: VERSION, world, latencyMs: 10, keepsLog: true });
  try {
    const run = await runProgram(dify, world, { mode: 'all', flags });
    return run.report;
  } finally {
    await dify.close();
  }
}

async function inTrouble(trouble: Trouble): Promise<Check[]> {
  const world = runWorld(1200);
  const server = { version: VERSION, world, latencyMs: 20, keepsLog: true, trouble };
  const dify = await startBenchDify(server);
  try {
    const { report } = await runProgram(dify, world, { mode: 'per_app', concurrency: CONCURRENCY });
    const usage = report.requests.filter(({ route }) => route.includes('{app}'));
    const before = mostAtOnce(usage.slice(100, trouble.first - 1));
    const after = usage.slice(trouble.last);
    // Those that were under way already tell nothing.
    const least = leastPeak(after.slice(0, 200));
    const recovered = after.findIndex(
      ({ inFlight }, place) => place > 20 && inFlight >= CONCURRENCY,
    );
    const what = `Dify ${trouble.kind} for ${trouble.last - trouble.first + 1} requests`;
    return [
      {
        target: 'politeness',
        what: `${what}: requests at once afterwards ÷ before`,
        measured: least / before,
        unit: 'ratio',
        limit: { atMost: 0.5 },
        basis: `${least} ÷ ${before} at concurrency ${CONCURRENCY}`,
      },
      {
        target: 'politeness',
        what: `${what}: requests until as many as before are made at once`,
        measured: recovered < 0 ? Number.NaN : recovered,
        unit: 'requests',
        limit: undefined,
        basis: recovered < 0 ? `not in ${after.length} requests` : `of ${after.length}`,
      },
    ];
  } finally {
    await dify.close();
  }
}

function mostAtOnce(requests: readonly LoggedRequest[]): number {
  return Math.max(0, ...requests.map(({ inFlight }) => inFlight));
}

/** The smallest peak of any ten requests in a row. */
function leastPeak(requests: readonly LoggedRequest[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start + 10 <= requests.length; start += 1) {
    least = Math.min(least, mostAtOnce(requests.slice(start, start + 10)));
  }
  return least;
}
