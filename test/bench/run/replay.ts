import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { planRequests } from '../plan/request-graph.ts';
import type { ServerReport } from '../server/request-log.ts';
import type { BenchDify } from '../server/start-bench-dify.ts';
import { type Measured, measureProcess } from './measured-process.ts';
import type { ReplayOrder } from './replay-main.ts';

const MAIN = fileURLToPath(new URL('./replay-main.js', import.meta.url));

/** Repeats the requests of a run in a bare loop; throws unless Dify got as many of each. */
export async function replay(
  dify: BenchDify,
  recorded: ServerReport,
  concurrency: number,
): Promise<Measured & { readonly report: ServerReport }> {
  const directory = await mkdtemp(join(tmpdir(), 'dify-usage-replay-'));
  const file = join(directory, 'order.json');
  const requests = planRequests(recorded.requests);
  const { headers } = recorded;
  const order: ReplayOrder = { origin: dify.origin, concurrency, headers, requests };
  try {
    await writeFile(file, JSON.stringify(order));
    const run = await measureProcess([MAIN, file]);
    const report = await dify.report();
    if (run.status !== 0) throw new Error(`The bare loop ended with ${run.status}:\n${run.stderr}`);
    if (report.total !== recorded.total) {
      throw new Error(`The bare loop made ${report.total} requests instead of ${recorded.total}`);
    }
    return { ...run, report };
  } finally {
    await rm(directory, { recursive: true });
  }
}
