import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';

export type Measured = {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From its start to its end, as seen from outside. */
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakRssMb: number;
};

/** Runs node with these arguments and this environment, and measures the process. */
export async function measureProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const directory = mkdtempSync(join(tmpdir(), 'dify-usage-probe-'));
  const probe = join(directory, 'probe.json');
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', './test/bench/run/probe.mjs', ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env, BENCH_PROBE: probe },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const wallMs = performance.now() - startedAt;
  const { cpuMs, peakRssMb } = JSON.parse(readFileSync(probe, 'utf8'));
  rmSync(directory, { recursive: true });
  return { status, stdout, stderr, wallMs, cpuMs, peakRssMb };
}
