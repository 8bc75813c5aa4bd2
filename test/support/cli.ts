import { type ChildProcess, spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { findStrays } from './json-documents.ts';

export type CliRun = {
  /** null when a signal killed the program before it could end by itself. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
};

export type CliOptions = {
  /** The present for the program, ISO 8601. */
  readonly now: string;
  /** Whether the program really waits between retries; by default those waits pass at once. */
  readonly waits?: 'real' | 'skipped';
  /** Sends a signal once the promise is fulfilled. */
  readonly interrupt?: { readonly signal: NodeJS.Signals; readonly when: Promise<unknown> };
  /** The program is killed after that. */
  readonly timeoutMs?: number;
};

export type Environment = Readonly<Record<string, string>>;

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Runs the built program with this environment and nothing else, without a terminal. What it prints with
 * `--json` must follow the documented schema, whatever the test is about.
 */
export async function runCli(
  args: readonly string[],
  env: Environment,
  { now, waits = 'skipped', interrupt, timeoutMs = 30_000 }: CliOptions,
): Promise<CliRun> {
  const startedAt = performance.now();
  const program = spawn(
    process.execPath,
    ['--import', './test/support/shift-clock.mjs', 'dist/bin/dify-usage.js', ...args],
    {
      cwd: REPOSITORY,
      env: { PATH: process.env['PATH'] ?? '', ...env, TEST_NOW: now, TEST_WAITS: waits },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    },
  );
  interrupt?.when.then(() => program.kill(interrupt.signal));
  const [stdout, stderr, status] = await Promise.all([
    readAll(program.stdout),
    readAll(program.stderr),
    exitStatus(program),
  ]);
  if (args.includes('--json') && status !== null) expectDocument(stdout);
  return { status, stdout, stderr, durationMs: performance.now() - startedAt };
}

function expectDocument(stdout: string): void {
  const strays = findStrays(JSON.parse(stdout));
  if (strays.length > 0) throw new Error(`${strays.join('\n')} in ${stdout}`);
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function exitStatus(program: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    program.on('error', reject);
    program.on('close', resolve);
  });
}
