// Loaded into the measured process with `node --import`: what it has used is written when it ends.
import { writeFileSync } from 'node:fs';
import process from 'node:process';

const { BENCH_PROBE } = process.env;

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const cpuMs = (userCPUTime + systemCPUTime) / 1000;
  if (BENCH_PROBE) writeFileSync(BENCH_PROBE, JSON.stringify({ peakRssMb: maxRSS / 1024, cpuMs }));
});
