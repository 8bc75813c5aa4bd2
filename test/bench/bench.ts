import { replay } from './run/replay.ts';
import { runProgram } from './run/run-program.ts';
import { startBenchDify } from './server/start-bench-dify.ts';
import { mixedWorld, runWorld } from './world/scenarios.ts';

for (const [name, world] of [['runs', runWorld(2000)], ['mixed', mixedWorld(500)]] as const) {
for (const latencyMs of [5, 50]) {
const dify = await startBenchDify({ version: '1.14.2', world, latencyMs, keepsLog: true });
for (const concurrency of [2,8,16]) {
    const run = await runProgram(dify, world, { mode: 'all', concurrency });
    const bare = await replay(dify, run.report, concurrency);
    const span = (r: {firstAt:number,lastAt:number}) => r.lastAt - r.firstAt;
    console.log(name, latencyMs, concurrency, run.report.total, Math.round(run.wallMs), Math.round(bare.wallMs), (run.wallMs/bare.wallMs).toFixed(3), 'span', Math.round(span(run.report)), Math.round(span(bare.report)), (span(run.report)/span(bare.report)).toFixed(3), 'cpu', Math.round(run.cpuMs), Math.round(bare.cpuMs), run.report.mostInFlight, bare.report.mostInFlight);
}
await dify.close();
}}
