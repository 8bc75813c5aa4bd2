import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { formatUnits, parseUnits } from '../../src/usage/money.ts';
import { loadWorld, RECORDED_PASSWORD } from '../support/fake-dify/load-world.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import { type ReceivedRecord, startFakeReceiver } from '../support/fake-receiver.ts';

/**
 * Runs the built program once against a sample Dify (a recorded server) and a sample receiver,
 * both on 127.0.0.1, and adds up what the receiver got. Nothing leaves this machine.
 */
const VERSION = '1.14.2';
const TOKEN = 'sample-token';
const ARRAYS = ['workspace_records', 'app_records', 'user_records', 'model_records'] as const;

const dify = await startFakeDify({ version: VERSION, world: loadWorld(VERSION).world });
const receiver = await startFakeReceiver({ token: TOKEN });
const stateDir = await mkdtemp(join(tmpdir(), 'dify-usage-demo-'));
const args = ['export', '--period', '2026-10', '--timezone', 'Asia/Tokyo', '--mode', 'all'];

say(`A sample Dify ${VERSION} listens at ${dify.origin} and a sample receiver at ${receiver.url}.`);
say(`$ dify-usage ${args.join(' ')} --format table --verbose\n`);
try {
  const status = await run([...args, '--format', 'table', '--verbose']);
  say(
    `\nThe receiver was sent ${receiver.requests.length} body(ies), and Dify ${dify.requests.length} requests.`,
  );
  process.exitCode = reconcile() ? status : 1;
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

/** Each kind of record is another view of the same usage; user records have no prices. */
function reconcile(): boolean {
  const sums = ARRAYS.map((array) => ({ array, ...sumUp(receiver.rows(array)) }));
  say('Added up, the records that it stored are:');
  for (const { array, tokens, prices } of sums) {
    say(`  ${array.padEnd(18)} ${String(tokens).padStart(8)} tokens  ${prices}`.trimEnd());
  }
  const [workspace] = sums;
  const isEqual = sums.every(
    ({ tokens, prices }) =>
      tokens === workspace?.tokens && (prices === '' || prices === workspace?.prices),
  );
  say(isEqual ? 'They are equal.' : 'They differ.');
  return isEqual;
}

function sumUp(records: readonly ReceivedRecord[]) {
  let tokens = 0;
  const prices = new Map<string, bigint>();
  for (const record of records) {
    tokens += Number(record['token_count'] ?? record['total_tokens']);
    if (record['currency'] === undefined) continue;
    const currency = String(record['currency']);
    const units = parseUnits(String(record['total_price']));
    prices.set(currency, (prices.get(currency) ?? 0n) + units);
  }
  const sorted = [...prices].sort(([left], [right]) => (left < right ? -1 : 1));
  const texts = sorted.map(([currency, units]) => `${formatUnits(units)} ${currency}`);
  return { tokens, prices: texts.join('  ') };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
