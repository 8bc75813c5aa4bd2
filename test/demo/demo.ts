import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { loadWorld, RECORDED_PASSWORD } from '../support/fake-dify/load-world.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import { startFakeReceiver } from '../support/fake-receiver.ts';

/**
 * Runs the built program once against a sample Dify (a recorded server) and a sample receiver,
 * both on 127.0.0.1. Nothing leaves this machine.
 */
const VERSION = '1.14.2';
const TOKEN = 'sample-token';

const dify = await startFakeDify({ version: VERSION, world: loadWorld(VERSION).world });
const receiver = await startFakeReceiver({ token: TOKEN });
const stateDir = await mkdtemp(join(tmpdir(), 'dify-usage-demo-'));
const args = ['export', '--period', '2026-10', '--timezone', 'Asia/Tokyo', '--mode', 'both'];

say(`A sample Dify ${VERSION} listens at ${dify.origin} and a sample receiver at ${receiver.url}.`);
say(`$ dify-usage ${args.join(' ')} --format table --verbose\n`);
try {
  process.exitCode = await run([...args, '--format', 'table', '--verbose']);
  say(
    `\nThe receiver was sent ${receiver.requests.length} body(ies), and Dify ${dify.requests.length} requests.`,
  );
} finally {
  await Promise.all([dify.close(), receiver.close()]);
  await rm(stateDir, { recursive: true });
}

function run(parameters: readonly string[]): Promise<number> {
  const program = spawn(process.execPath, ['dist/bin/dify-usage.js', ...parameters], {
    stdio: 'inherit',
    env: {
      PATH: process.env['PATH'] ?? '',
      DIFY_API_BASE_URL: dify.origin,
      DIFY_EMAIL: 'admin@example.com',
      DIFY_PASSWORD: RECORDED_PASSWORD,
      EXTERNAL_API_URL: receiver.url.href,
      EXTERNAL_API_TOKEN: TOKEN,
      DIFY_USAGE_STATE_DIR: stateDir,
    },
  });
  return new Promise((resolve, reject) => {
    program.on('error', reject);
    program.on('close', (code) => resolve(code ?? 1));
  });
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
