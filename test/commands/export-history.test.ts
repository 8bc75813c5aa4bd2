import { expect, it } from 'vitest';
import { type BillReading, readBillOf } from '../support/bill.ts';
import { type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import type { FakeDify } from '../support/fake-dify/server.ts';
import type {
  WorldApp,
  WorldConversation,
  WorldMessage,
  WorldRun,
} from '../support/fake-dify/world.ts';
import { seededChance } from '../support/seeded-chance.ts';
import { serveDify } from '../support/session.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** More of them, or one that failed: `HISTORIES=500`, `SEED=…`. */
const HISTORIES = Number(process.env['HISTORIES'] ?? 8);
const SEED = Number(process.env['SEED'] ?? 1);
const EXPORTS = 8;
const HOUR_MS = 3_600_000;

const VERSIONS = ['0.15.3', '1.8.1', '1.9.1', '1.9.2', '1.14.2'];
/** Before, nothing lists the runs of chats, and they are taken to end within two hours. */
const LISTS_CHAT_RUNS: ReadonlySet<string> = new Set(['1.9.2', '1.14.2']);
const ZONES = ['UTC', 'Asia/Tokyo', 'America/New_York'];
const MODES = ['per_app', 'per_user', 'per_model', 'all'] as const;
const PERIODS = ['current_month', 'last_month', '2026-10', 'today', 'yesterday', 'last_week'];

/**
 * Dify goes on between the exports: runs begin, finish, pause and go on, conversations are continued.
 * As long as nobody deletes anything, an export from what was read before is that of a full reading.
 */
it.each(Array.from({ length: HISTORIES }, (_, index) => SEED + index))(
  'what was read before changes no figure, history %i',
  async (seed) => {
    const history = startHistory(seed);
    const dify = await serveDify({
      version: history.version,
      world: history.build.world,
      now: history.now,
    });
    const stateDir = await temporaryDirectory();

    for (let export_ = 0; export_ < EXPORTS; export_ += 1) {
      history.goOn();
      const options = { ...history.nextOptions(), stateDir, now: history.now };
      const fresh = await counted(dify, () => readBillOf(dify, { ...options, cache: 'none' }));
      const again = await counted(dify, () =>
        readBillOf(dify, { ...options, cache: 'read-write' }),
      );

      expect(figuresOf(again.bill), JSON.stringify(options)).toEqual(figuresOf(fresh.bill));
      expect(again.requests).toBeLessThanOrEqual(fresh.requests);
    }
  },
);

function figuresOf({ apps, workspace, users, models, residuals, withheld }: BillReading) {
  return { apps, workspace, users, models, residuals, withheld };
}

async function counted(dify: FakeDify, read: () => Promise<BillReading>) {
  const before = dify.requests.length;
  const bill = await read();
  return { bill, requests: dify.requests.length - before };
}

function startHistory(seed: number) {
  const chance = seededChance(seed);
  const pick = <Item>(items: readonly Item[]): Item | undefined =>
    items[Math.floor(chance() * items.length)];
  const version = pick(VERSIONS) ?? '1.14.2';
  const build = worldBuilder(version, { timeZone: pick(ZONES) ?? 'UTC' });
  const apps = ['chat', 'completion', 'advanced-chat', 'workflow', 'workflow'].map((mode) =>
    build.app(mode),
  );
  const conversations: WorldConversation[] = [];
  const unfinished: WorldRun[] = [];
  const unanswered: (() => void)[] = [];
  let later = 0;
  let now = Date.parse('2026-10-02T00:00:00Z');

  const use = (app: WorldApp, time: number) => {
    const options = { at: new Date(time).toISOString(), user: pick(['alice', 'bob']) ?? 'alice' };
    const own = conversations.filter(({ appId }) => appId === app.id);
    const continued = chance() < 0.5 ? pick(own) : undefined;
    const further = continued === undefined ? {} : { conversation: continued };
    if (app.mode === 'workflow' || app.mode === 'advanced-chat') {
      const { run, conversation } = build.run(app, { ...options, ...further, nodes: [llm()] });
      if (conversation !== undefined) conversations.push(conversation);
      if (chance() < 0.2 && (app.mode === 'workflow' || LISTS_CHAT_RUNS.has(version))) begin(run);
    } else if (app.mode === 'chat') {
      const conversation = continued ?? build.conversation(app, options);
      conversations.push(conversation);
      answerLater(build.message(app, { ...options, conversation }), time);
    } else {
      answerLater(build.message(app, options), time);
    }
  };
  const begin = (run: WorldRun) => {
    run.status = pick(['running', 'paused']) ?? 'running';
    unfinished.push(run);
  };
  /** A fresh message has no tokens before it is answered, at the latest when Dify goes on. */
  const answerLater = (message: WorldMessage, time: number) => {
    if (later - time > HOUR_MS || chance() < 0.5) return;
    const { messageTokens, answerTokens, totalPrice } = message;
    Object.assign(message, { messageTokens: 0, answerTokens: 0, totalPrice: '0.0000000' });
    unanswered.push(() => Object.assign(message, { messageTokens, answerTokens, totalPrice }));
  };
  return {
    version,
    build,
    now: () => now,
    /** Between a quarter of an hour and three days, with some usage in between. */
    goOn() {
      later = now + HOUR_MS * (0.25 + chance() ** 3 * 72);
      for (const answer of unanswered.splice(0)) answer();
      for (const run of unfinished.splice(0)) goOnWith(build, run, chance);
      const times = Array.from(
        { length: Math.floor(chance() * 6) },
        () => now + chance() * (later - now),
      );
      for (const time of times.sort((one, other) => one - other)) {
        const app = pick(apps);
        if (app !== undefined) use(app, time);
      }
      now = later;
    },
    nextOptions() {
      return {
        mode: pick(MODES) ?? 'all',
        period: pick(PERIODS) ?? 'current_month',
        timeZone: pick(ZONES) ?? 'UTC',
        aggregation: pick(['monthly', 'daily'] as const) ?? 'monthly',
      };
    },
  };
}

/** A run that had not ended ends, and may have spent more. */
function goOnWith({ world }: WorldBuilder, run: WorldRun, chance: () => number): void {
  run.status = 'succeeded';
  const node = world.nodes.find(({ runId, row }) => runId === run.id && row['node_type'] === 'llm');
  if (node === undefined || chance() < 0.3) return;
  const id = `${node.id.slice(0, -4)}ffff`;
  world.nodes.push({ ...node, id, row: { ...node.row, id } });
  run.totalTokens += 15;
}
