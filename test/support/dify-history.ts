import { type WorldBuilder, worldBuilder } from './fake-dify/builders.ts';
import { llm } from './fake-dify/node-spec.ts';
import type { FakeDify } from './fake-dify/server.ts';
import type { WorldApp, WorldConversation, WorldMessage, WorldRun } from './fake-dify/world.ts';
import { seededChance } from './seeded-chance.ts';
import { serveDify } from './session.ts';

const HOUR_MS = 3_600_000;
/** A day, and what Dify may take to write what was spent on it. */
const SEALED_AFTER_MS = 28 * HOUR_MS;

const VERSIONS = ['0.15.3', '1.8.1', '1.9.1', '1.9.2', '1.14.2'];
/** Before, nothing lists the runs of chats, and they are taken to end within two hours. */
const LISTS_CHAT_RUNS: ReadonlySet<string> = new Set(['1.9.2', '1.14.2']);
export const ZONES = ['UTC', 'Asia/Tokyo', 'America/New_York'];

/** What was really spent, whatever Dify still knows of it. */
export type Spending = {
  readonly app: WorldApp;
  readonly at: number;
  readonly conversation: WorldConversation | undefined;
  readonly run: WorldRun | undefined;
  tokens(): number;
  /** Answered, or come to its end. */
  isDone: boolean;
  /** An export has read it when it could not change any more. */
  isSealed: boolean;
  isDeleted: boolean;
};

export type DifyHistory = Awaited<ReturnType<typeof startHistory>>;

/** A Dify in which runs begin, finish, pause and go on, and conversations are continued. */
export async function startHistory(seed: number) {
  const chance = seededChance(seed);
  const pick = <Item>(items: readonly Item[]): Item | undefined =>
    items[Math.floor(chance() * items.length)];
  let version = pick(VERSIONS) ?? '1.14.2';
  const build = worldBuilder(version, { timeZone: pick(ZONES) ?? 'UTC' });
  const apps = ['chat', 'completion', 'advanced-chat', 'workflow', 'workflow'].map((mode, place) =>
    build.app(mode, { name: `${mode} ${place}` }),
  );
  const spendings: Spending[] = [];
  const deletedApps = new Set<WorldApp>();
  const conversations = new Set<WorldConversation>();
  let later = 0;
  let now = Date.parse('2026-10-02T00:00:00Z');
  const dify: FakeDify = await serveDify({ version, world: build.world, now: () => now });

  const use = (app: WorldApp, time: number) => {
    const options = { at: new Date(time).toISOString(), user: pick(['alice', 'bob']) ?? 'alice' };
    const own = [...conversations].filter(({ appId }) => appId === app.id);
    const continued = chance() < 0.5 ? pick(own) : undefined;
    const further = continued === undefined ? {} : { conversation: continued };
    if (app.mode === 'workflow' || app.mode === 'advanced-chat') {
      const { run, conversation } = build.run(app, { ...options, ...further, nodes: [llm()] });
      if (conversation !== undefined) conversations.add(conversation);
      const isUnfinished =
        chance() < 0.2 && (app.mode === 'workflow' || LISTS_CHAT_RUNS.has(build.version));
      if (isUnfinished) run.status = pick(['running', 'paused']) ?? 'running';
      const tokens = () => nodesOf(build, run).length * 15;
      spend({ app, at: time, conversation, run, tokens, isDone: !isUnfinished });
      return;
    }
    const conversation = continued ?? build.conversation(app, options);
    if (app.mode === 'chat') conversations.add(conversation);
    const message = build.message(
      app,
      app.mode === 'chat' ? { ...options, conversation } : options,
    );
    const tokens = () => message.messageTokens + message.answerTokens;
    const isDone = !answersLater(message, time);
    spend({
      app,
      at: time,
      conversation: app.mode === 'chat' ? conversation : undefined,
      run: undefined,
      tokens,
      isDone,
    });
  };
  const spend = (spending: Omit<Spending, 'isSealed' | 'isDeleted'>) =>
    spendings.push({ ...spending, isSealed: false, isDeleted: false });
  const unanswered: (() => void)[] = [];
  /** A fresh message has no tokens before it is answered, at the latest when Dify goes on. */
  const answersLater = (message: WorldMessage, time: number): boolean => {
    if (later - time > HOUR_MS || chance() < 0.5) return false;
    const { messageTokens, answerTokens, totalPrice } = message;
    Object.assign(message, { messageTokens: 0, answerTokens: 0, totalPrice: '0.0000000' });
    unanswered.push(() => Object.assign(message, { messageTokens, answerTokens, totalPrice }));
    return true;
  };
  const isGone = ({ app, isDeleted }: Spending) => isDeleted || deletedApps.has(app);

  const deleteApp = () => {
    const app = pick(build.world.apps.length > 2 ? build.world.apps : []);
    if (app === undefined) return;
    build.world.apps.splice(build.world.apps.indexOf(app), 1);
    deletedApps.add(app);
  };

  return {
    build,
    dify,
    spendings,
    deletedApps,
    chance,
    pick,
    now: () => now,
    version: () => version,
    /** Between a quarter of an hour and three days, with some usage in between. */
    goOn() {
      later = now + HOUR_MS * (0.25 + chance() ** 3 * 72);
      for (const answer of unanswered.splice(0)) answer();
      for (const spending of spendings.filter(({ isDone }) => !isDone)) {
        spending.isDone = true;
        // What is still running after a day is taken to have been stopped, and grows no more.
        const mayGrow = spending.run?.status === 'paused' || now - spending.at < 24 * HOUR_MS;
        if (spending.run !== undefined) goOnWith(build, spending.run, mayGrow ? chance() : 0);
      }
      const living = apps.filter((app) => !deletedApps.has(app));
      const times = Array.from(
        { length: Math.floor(chance() * 6) },
        () => now + chance() * (later - now),
      );
      for (const time of times.sort((one, other) => one - other)) {
        const app = pick(living);
        if (app !== undefined) use(app, time);
      }
      now = later;
    },
    deleteApp,
    upgrade() {
      const newer = VERSIONS[VERSIONS.indexOf(version) + 1];
      if (newer === undefined) return;
      version = newer;
      dify.upgrade(newer);
    },
    /** An app, a conversation or the log of a run; of the last two what was read for good. */
    deleteSomething() {
      const kind = pick(['app', 'conversation', 'run']);
      if (kind === 'app') {
        deleteApp();
        return;
      }
      const living = spendings.filter((spending) => !isGone(spending));
      const isWhole = (of: 'conversation' | 'run') => (one: Spending) =>
        living.every((other) => other[of] !== one[of] || (other.isSealed && other.isDone));
      if (kind === 'run') {
        const spending = pick(living.filter(({ run }) => run !== undefined).filter(isWhole('run')));
        if (spending?.run === undefined) return;
        build.deleteRun(spending.run);
        spending.isDeleted = true;
        return;
      }
      const ofConversations = living.filter(({ conversation }) => conversation !== undefined);
      const conversation = pick(ofConversations.filter(isWhole('conversation')))?.conversation;
      if (conversation === undefined) return;
      build.deleteConversation(conversation);
      conversations.delete(conversation);
      for (const each of spendings) if (each.conversation === conversation) each.isDeleted = true;
    },
    /** Notes what an export has read for good. */
    seal({ start, end }: { readonly start: number; readonly end: number }) {
      for (const spending of spendings) {
        const { at, isDone } = spending;
        const isRead = start <= at && at < end && at + SEALED_AFTER_MS <= now && isDone;
        if (isRead && !isGone(spending)) spending.isSealed = true;
      }
    },
  };
}

function nodesOf({ world }: WorldBuilder, run: WorldRun) {
  return world.nodes.filter(({ runId, row }) => runId === run.id && row['node_type'] === 'llm');
}

/** A run that had not ended ends, and may have spent more. */
function goOnWith(build: WorldBuilder, run: WorldRun, dice: number): void {
  run.status = 'succeeded';
  const [node] = nodesOf(build, run);
  if (node === undefined || dice < 0.3) return;
  const id = `${node.id.slice(0, -4)}ffff`;
  build.world.nodes.push({ ...node, id, row: { ...node.row, id } });
  run.totalTokens += 15;
}
