import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { parseEntry, type SpoolEntry } from '../../src/spool/spool-entry.ts';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { startFakeReceiver } from '../support/fake-receiver.ts';
import { seededChance } from '../support/seeded-chance.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** `npm run test:crash` asks for more, and a seed that failed can be asked for again. */
const KILLS = Number(process.env['KILLS'] ?? 8);
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const KILLS_OF_A_DAY = 4;
const START_MS = Date.parse('2026-10-01T03:00:00Z');
const DAY_MS = 86_400_000;
const EXPORT = ['export', '--period', 'current_month', '--timezone', 'Asia/Tokyo'];
const ARGS = [...EXPORT, '--mode', 'both', '--aggregate', 'daily'];
/** Too few for a whole export: it has to be divided, in the midst of which it is killed too. */
const MAX_BYTES = 1200;

it(
  `the bill is right after kill -9 at random moments (seed ${SEED})`,
  async () => {
    const chance = seededChance(SEED);
    const build = worldBuilder('1.14.2');
    const apps = ['one', 'two', 'three'].map((name) => build.app('workflow', { name }));
    const stage = await startStage({ world: build.world, receiver: { maxBytes: MAX_BYTES } });
    const undisturbed = await startUndisturbed(stage);
    const books = bookkeeping(stage);
    let killed = 0;

    for (let day = 0; killed < KILLS; day += 1) {
      for (let kill = 0; kill < KILLS_OF_A_DAY; kill += 1) {
        const nowMs = START_MS + day * DAY_MS + kill * 3_600_000;
        stage.setNow(new Date(nowMs).toISOString());
        const app = apps[Math.floor(chance() * apps.length)] ?? build.app('workflow');
        build.run(app, { at: new Date(nowMs - 60_000).toISOString(), nodes: [llm()] });

        stage.receiver.always(chance() < 0.25 ? { status: 503 } : undefined);
        if (chance() < 0.2) stage.receiver.script({ stores: true, fault: 'cut' });
        const when = randomMoment(stage, chance);
        const run = await stage.run(ARGS, {
          interrupt: { signal: 'SIGKILL', when },
          env: { MAX_RETRIES: '1' },
        });
        if (run.status === null) killed += 1;
        else expect([0, 75]).toContain(run.status);
        const waiting = await books.check();
        if (run.status === 75) expect(waiting).toBeGreaterThan(0);
      }
      stage.receiver.always(undefined);
      expect(await stage.run(ARGS)).toMatchObject({ status: 0, stdout: '' });
      await books.check();
      expect(await readdir(join(stage.stateDir, 'spool'))).not.toContainEqual(
        expect.stringMatching(/json$/),
      );
      await undisturbed.run();
      for (const array of ['app_records', 'workspace_records']) {
        expect(stage.receiver.rows(array)).toEqual(undisturbed.receiver.rows(array));
      }
    }

    // What killed runs left half-written is swept once it is old enough to be theirs.
    stage.setNow(new Date(Date.now() + 2 * 3_600_000).toISOString());
    await stage.run(ARGS);
    const files = await filesBelow(stage.stateDir);
    expect(files.filter(({ path, bytes }) => path.endsWith('.tmp') || bytes === 0)).toEqual([]);
    if (process.env['KILLS'] !== undefined) console.log(books.summary(killed));
  },
  120_000 + KILLS * 10_000,
);

/** The same exports by a program of its own, which nobody kills. */
async function startUndisturbed(stage: Stage) {
  const token = stage.env['EXTERNAL_API_TOKEN'] ?? '';
  const receiver = await startFakeReceiver({ token });
  onTestFinished(() => receiver.close());
  const stateDir = await temporaryDirectory();
  const env = { EXTERNAL_API_URL: receiver.url.href, DIFY_USAGE_STATE_DIR: stateDir };
  return {
    receiver,
    async run() {
      expect(await stage.run(ARGS, { env })).toMatchObject({ status: 0, stdout: '' });
    },
  };
}

/** Some time, or a moment after the receiver or Dify is asked: that is where it is narrow. */
async function randomMoment({ dify, receiver }: Stage, chance: () => number): Promise<void> {
  const kind = chance();
  const laterMs = chance();
  if (kind < 0.3) {
    await sleep(150 + laterMs * 600);
    return;
  }
  const [requests, count] =
    kind < 0.5 ? [dify.requests, 1 + Math.floor(chance() * 8)] : [receiver.requests, 1];
  const wanted = requests.length + count;
  const isAsked = () => expect(requests.length).toBeGreaterThanOrEqual(wanted);
  // A program that asks nothing any more has ended, and nobody waits for this.
  await vi.waitFor(isAsked, { timeout: 10_000, interval: 1 }).catch(() => undefined);
  await sleep(laterMs * 25);
}

/** What is seen from outside after each run, and what must hold of it. */
function bookkeeping({ stateDir, receiver }: Stage) {
  const bodies = new Map<string, string>();
  const seen = new Set<string>();
  let waiting: readonly string[] = [];
  let requestsBefore = 0;

  function expectOneBodyPerKey(key: string, body: string): void {
    expect(bodies.get(key) ?? body).toBe(body);
    bodies.set(key, body);
  }

  async function check(): Promise<number> {
    const entries = await readSpool(stateDir);
    for (const { id, body } of entries) expectOneBodyPerKey(id, body);
    const requests = receiver.requests.slice(requestsBefore);
    for (const { idempotencyKey = '', body } of requests) expectOneBodyPerKey(idempotencyKey, body);

    const postedKeys = requests.map(({ idempotencyKey = '' }) => idempotencyKey);
    const isStored = (key: string) => receiver.hasStored(key);
    for (const id of [...waiting, ...postedKeys]) {
      const isWaiting = entries.some((entry) => entry.id === id);
      if (isWaiting || isStored(id)) continue;
      // It went without being stored: only newer bodies, or its own parts, may have replaced it.
      expect(entries.length > 0 || postedKeys.some(isStored)).toBe(true);
    }
    waiting = entries.map(({ id }) => id);
    for (const id of waiting) seen.add(id);
    requestsBefore = receiver.requests.length;
    for (const folder of ['rejected', 'quarantine']) {
      // A run that was killed early may not have made it yet.
      expect(await readdir(join(stateDir, folder)).catch(() => [])).toEqual([]);
    }
    return entries.length;
  }

  return {
    check,
    summary: (kills: number) => {
      const keys = new Set(receiver.requests.map((each) => each.idempotencyKey)).size;
      return `${kills} kills, ${receiver.requests.length} posts of ${keys} keys, ${seen.size} bodies waited`;
    },
  };
}

/** A file that was cut makes `parseEntry` throw. */
async function readSpool(stateDir: string): Promise<SpoolEntry[]> {
  const folder = join(stateDir, 'spool');
  const names = await readdir(folder).catch(() => []);
  return Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map(async (name) => parseEntry(name, await readFile(join(folder, name), 'utf8'))),
  );
}

async function filesBelow(folder: string) {
  const names = await readdir(folder, { recursive: true });
  const files = await Promise.all(
    names.map(async (name) => ({ path: name, stats: await stat(join(folder, name)) })),
  );
  return files
    .filter(({ stats }) => stats.isFile())
    .map(({ path, stats }) => ({ path, bytes: stats.size }));
}
