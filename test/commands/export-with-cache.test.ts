import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { listSegments } from '../support/cache.ts';
import { deleteApp, startCachedStage, use } from '../support/cached-stage.ts';
import type { WorldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import type { FakeDify } from '../support/fake-dify/server.ts';
import type { DryRunOptions } from '../support/in-process.ts';

const VERSIONS = ['0.15.3', '1.8.1', '1.9.1', '1.14.2'];
const MODES = ['chat', 'completion', 'advanced-chat', 'workflow'];

describe.each(VERSIONS)('what was read of Dify %s before', (version) => {
  it.each(MODES)('stays in the bill when a %s app is deleted', async (mode) => {
    const stage = await startStage(version);
    const app = stage.build.app(mode, { name: 'gone' });
    use(stage.build, app, '2026-10-05T10:00:00Z');
    use(stage.build, stage.build.app(mode, { name: 'stays' }), '2026-10-06T10:00:00Z');
    const before = await stage.read();
    deleteApp(stage.build, app);

    const after = await stage.read();

    expect(after.apps).toEqual(before.apps);
    expect(after.workspace).toEqual(before.workspace);
    expect(after.users).toEqual(before.users);
    expect(after.models).toEqual(before.models);
    expect(after.differences).toContain('deleted_since -15');
    expect(after.differences.filter((line) => line.startsWith('unexplained'))).toEqual([]);
    const forgetful = await stage.read({ cache: 'none' });
    expect(forgetful.apps).toHaveLength(1);
  });

  it.each(['advanced-chat', 'workflow'])(
    'stays in the bill when the log of a %s app is cleaned up',
    async (mode) => {
      const stage = await startStage(version);
      const app = stage.build.app(mode, { name: 'app' });
      const { run } = stage.build.run(app, { at: '2026-10-05T10:00:00Z', nodes: [llm()] });
      use(stage.build, app, '2026-10-06T10:00:00Z');
      const before = await stage.read();
      stage.build.deleteRun(run);

      const after = await stage.read();

      expect(after.apps).toEqual(before.apps);
      expect(after.users).toEqual(before.users);
      expect(after.differences.filter((line) => line.startsWith('unexplained'))).toEqual([]);
      if (mode === 'workflow') expect(after.differences).toContain('deleted_since -15');
      expect(after.residuals).toEqual([]);
    },
  );

  it.each(['chat', 'advanced-chat'])(
    'stays in the bill when a conversation of a %s app is deleted',
    async (mode) => {
      const stage = await startStage(version);
      const app = stage.build.app(mode, { name: 'app' });
      const conversation = stage.build.conversation(app, { at: '2026-10-05T10:00:00Z' });
      use(stage.build, app, '2026-10-05T10:00:00Z', { conversation });
      use(stage.build, app, '2026-10-06T10:00:00Z');
      const before = await stage.read();
      stage.build.deleteConversation(conversation);

      const after = await stage.read();

      expect(after.apps).toEqual(before.apps);
      expect(after.users).toEqual(before.users);
      expect(after.models).toEqual(before.models);
      expect(after.differences.filter((line) => line.startsWith('unexplained'))).toEqual([]);
      expect(after.residuals).toEqual([]);
    },
  );
});

describe('a second export', () => {
  it('asks for the nodes of new runs only', async () => {
    const stage = await startStage('1.14.2');
    const app = stage.build.app('workflow');
    for (let day = 1; day <= 20; day += 1) use(stage.build, app, at(day));
    await stage.read();
    use(stage.build, app, at(21));

    expect(await stage.countNodes()).toBe(1);
  });

  it('asks for the messages of conversations that went on only', async () => {
    const stage = await startStage('1.14.2');
    const app = stage.build.app('chat');
    const conversations = [1, 2, 3].map((day) => stage.build.conversation(app, { at: at(day) }));
    for (const conversation of conversations) use(stage.build, app, at(4), { conversation });
    await stage.read();
    const [first] = conversations;
    use(stage.build, app, at(5), first === undefined ? {} : { conversation: first });

    const before = stage.dify.requests.length;
    await stage.read();

    expect(countPaths(stage.dify, before, /\/chat-messages$/)).toBe(1);
  });

  it('asks for everything when it is told to', async () => {
    const stage = await startStage('1.14.2');
    const app = stage.build.app('workflow');
    for (let day = 1; day <= 20; day += 1) use(stage.build, app, at(day));
    await stage.read();

    expect(await stage.countNodes({ cache: 'none' })).toBe(20);
  });

  it('asks again for a run that was still running, until it is a day old', async () => {
    const stage = await startStage('1.14.2');
    const app = stage.build.app('workflow');
    stage.build.run(app, { at: at(1), nodes: [llm()] }).run.status = 'running';

    stage.setNow('2026-10-02T09:59:00Z');
    await stage.read();
    stage.setNow('2026-10-02T10:01:00Z');
    expect(await stage.countNodes()).toBe(1);
    expect(await stage.countNodes()).toBe(0);
  });

  it('asks again for a paused run for 30 days, and bills what it spent when it went on', async () => {
    const stage = await startStage('1.14.2');
    const app = stage.build.app('workflow', { name: 'app' });
    const { run } = stage.build.run(app, { at: at(1), nodes: [llm()] });
    run.status = 'paused';
    stage.setNow('2026-10-20T10:00:00Z');
    await stage.read();
    addSameCall(stage.build);
    run.status = 'succeeded';
    run.totalTokens = 30;

    stage.setNow('2026-10-21T10:00:00Z');

    const { apps, differences } = await stage.read();

    expect(apps).toEqual(['2026-10 app 30 0.0001500 USD']);
    expect(differences).toEqual([]);
  });

  it('reads a run again whose status or total has changed, and says so', async () => {
    const stage = await startStage('1.14.2');
    const app = stage.build.app('workflow', { name: 'app' });
    const { run } = stage.build.run(app, { at: at(1), nodes: [llm()] });
    await stage.read();
    addSameCall(stage.build);
    run.totalTokens = 30;

    const { apps, differences } = await stage.read();

    expect(apps).toEqual(['2026-10 app 30 0.0001500 USD']);
    expect(differences).toEqual(['changed_since 15']);
  });

  it('reads again what a damaged file held', async () => {
    const stage = await startStage('1.14.2');
    const app = stage.build.app('workflow', { name: 'app' });
    use(stage.build, app, at(1));
    const before = await stage.read();
    for (const file of await segments(stage.stateDir)) {
      await writeFile(file, (await readFile(file)).subarray(0, 40));
    }

    expect((await stage.read()).apps).toEqual(before.apps);
    expect(await stage.countNodes()).toBe(0);
  });

  it('changes nothing on the disk when it only reads', async () => {
    const stage = await startStage('1.14.2');
    use(stage.build, stage.build.app('workflow'), at(1));

    await stage.read({ cache: 'read' });

    expect(await readdir(stage.stateDir)).toEqual([]);
  });

  it('keeps nothing of a workspace that was switched while it was read', async () => {
    const stage = await startStage('1.14.2');
    use(stage.build, stage.build.app('workflow'), at(1));
    const { id: workspaceId } = stage.build.workspace('Other');
    const action = { kind: 'switch-workspace', workspaceId } as const;
    stage.dify.addFault({ path: /node-executions/, action });

    await expect(stage.read()).rejects.toThrow('was switched');

    expect(await readdir(stage.stateDir)).toEqual([]);
  });

  it('keeps each message of a conversation once, however long it goes on', async () => {
    const stage = await startStage('1.14.2');
    const app = stage.build.app('chat');
    const conversation = stage.build.conversation(app, { at: at(1) });
    for (let day = 1; day <= 3; day += 1) {
      use(stage.build, app, at(day), { conversation });
      stage.setNow(`2026-10-0${day}T12:00:00Z`);
      await stage.read({ period: 'current_month' });
    }

    const files = await segments(stage.stateDir);
    const texts = await Promise.all(
      files.map(async (file) => gunzipSync(await readFile(file)).toString()),
    );

    const ids = stage.build.world.messages.map(({ id }) => id);
    expect(ids).toHaveLength(3);
    expect(ids.map((id) => texts.join('').split(`"${id}"`).length - 1)).toEqual([1, 1, 1]);
  });

  it('keeps no words of a conversation', async () => {
    const stage = await startStage('1.14.2');
    for (const mode of MODES) use(stage.build, stage.build.app(mode), at(1));
    for (const { row } of stage.build.world.nodes) {
      row['inputs'] = { '#sys.query#': 'Hello' };
      row['outputs'] = { ...Object(row['outputs']), text: 'Hello' };
    }
    await stage.read();

    const files = await segments(stage.stateDir);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      expect(gunzipSync(await readFile(file)).toString()).not.toContain('Hello');
    }
  });
});

describe('what Dify deletes step by step', () => {
  it.each(['workflow', 'advanced-chat'])(
    'withholds no %s app: log cleanup takes one day after the other',
    async (mode) => {
      for (const version of VERSIONS) {
        const stage = await startStage(version);
        const app = stage.build.app(mode, { name: 'app' });
        const runs = [1, 2, 20].map((day) => stage.build.run(app, { at: at(day), nodes: [llm()] }));
        stage.setNow('2026-10-31T12:00:00Z');
        await stage.read();
        for (const [day, built] of [1, 2].entries()) {
          const { run } = runs[day] ?? {};
          if (run) stage.build.deleteRun(run);
          stage.setNow(`2026-11-0${built}T12:00:00Z`);

          const { apps, differences, withheld, residuals } = await stage.read();

          expect({ apps, withheld, residuals }).toEqual({
            apps: ['2026-10 app 45 0.0002250 USD'],
            withheld: [],
            residuals: [],
          });
          expect(differences.filter((line) => line.startsWith('unexplained'))).toEqual([]);
        }
      }
    },
  );

  it('leaves what a user of a deleted app spent with the user, or says that nobody knows', async () => {
    const stage = await startStage('1.14.2');
    const app = stage.build.app('completion', { name: 'gone' });
    const [alice, bob] = ['alice', 'bob'].map((name) => stage.build.endUser(app, name));
    use(stage.build, app, '2026-10-05T08:00:00Z', { user: 'alice' });
    use(stage.build, app, '2026-10-05T12:30:00Z', { user: 'bob', promptTokens: 100 });
    stage.setNow('2026-10-05T13:00:00Z');
    const before = await stage.read();
    deleteApp(stage.build, app);
    stage.setNow('2026-10-05T14:00:00Z');

    const after = await stage.read();

    expect(after.apps).toEqual(before.apps);
    expect(after.users).toEqual(before.users);
    expect(after.models).toEqual(before.models);
    expect([alice?.id, bob?.id].every((id) => after.users.join().includes(id ?? '?'))).toBe(true);
  });

  it('keeps the user of a conversation that rested for days before it was deleted', async () => {
    const stage = await startStage('1.14.2');
    const app = stage.build.app('chat', { name: 'app' });
    const conversation = stage.build.conversation(app, { at: at(5), user: 'alice' });
    use(stage.build, app, at(5), { conversation });
    use(stage.build, app, at(5), { user: 'bob' });
    for (const time of ['2026-10-05T13:00:00Z', '2026-10-06T13:00:00Z', '2026-10-07T13:00:00Z']) {
      stage.setNow(time);
      await stage.read();
    }
    const before = await stage.read();
    stage.build.deleteConversation(conversation);
    stage.setNow('2026-10-08T13:00:00Z');

    const after = await stage.read();

    expect(after.users).toEqual(before.users);
    expect(after.models).toEqual(before.models);
  });

  it.each(['chat', 'completion'])(
    'takes nothing from the others of a %s app for a ledger that never held it',
    async (mode) => {
      const stage = await startStage('1.14.2');
      const app = stage.build.app(mode, { name: 'app' });
      const alice = stage.build.conversation(app, { at: at(5), user: 'alice' });
      use(stage.build, app, at(5), { conversation: alice });
      use(stage.build, app, at(5), { user: 'bob' });
      stage.setNow('2026-10-06T13:00:00Z');
      await stage.read({ period: 'yesterday', aggregation: 'daily' });
      stage.build.deleteConversation(alice);
      stage.setNow('2026-10-07T13:00:00Z');

      const month = await stage.read({ aggregation: 'monthly' });
      const fresh = await stage.read({ cache: 'none' });

      expect(month.users).toEqual(fresh.users);
      expect(month.differences).toEqual(fresh.differences);
    },
  );

  it('forgets no message of a conversation that is read for a later month', async () => {
    const stage = await startStage('1.14.2');
    const app = stage.build.app('chat', { name: 'app' });
    const conversation = stage.build.conversation(app, { at: at(5), user: 'alice' });
    use(stage.build, app, at(5), { conversation });
    use(stage.build, app, '2026-11-05T10:00:00Z', { conversation });
    stage.setNow('2026-11-10T00:00:00Z');
    const before = await stage.read();
    use(stage.build, app, '2026-11-10T00:10:00Z', { conversation });
    stage.setNow('2026-11-12T00:00:00Z');
    await stage.read({ period: '2026-11' });
    stage.build.deleteConversation(conversation);
    stage.setNow('2026-11-13T00:00:00Z');

    expect((await stage.read()).users).toEqual(before.users);
  });

  it('bills a run of a chat to one month, whenever and by whichever list its start is known', async () => {
    const stage = await startStage('1.8.1');
    const app = stage.build.app('advanced-chat', { name: 'app' });
    stage.build.run(app, { at: '2026-10-31T23:59:59.700Z', nodes: [llm()] });

    await stage.read({ period: '2026-10-28', aggregation: 'weekly' });
    const october = await stage.read({ period: '2026-10' });
    const november = await stage.read({ period: '2026-11' });

    expect(october.apps).toEqual(['2026-10 app 15 0.0000750 USD']);
    expect(november.apps).toEqual([]);
    expect(november.differences).toEqual([]);
  });
});

async function startStage(version: string) {
  const stage = await startCachedStage(version);
  return {
    ...stage,
    /** How many runs another export asks the nodes of. */
    async countNodes(options: DryRunOptions = {}): Promise<number> {
      const before = stage.dify.requests.length;
      await stage.read(options);
      return countPaths(stage.dify, before, /\/node-executions$/);
    },
  };
}

function at(day: number): string {
  return `2026-10-${String(day).padStart(2, '0')}T10:00:00Z`;
}

/** The run goes on and does what it did once more. */
function addSameCall({ world }: WorldBuilder): void {
  const node = world.nodes.find(({ row }) => row['node_type'] === 'llm');
  if (node !== undefined)
    world.nodes.push({ ...node, id: 'late', row: { ...node.row, id: 'late' } });
}

function countPaths({ requests }: FakeDify, from: number, path: RegExp): number {
  return requests.slice(from).filter((request) => path.test(request.path)).length;
}

async function segments(stateDir: string): Promise<string[]> {
  return (await listSegments(stateDir)).map((path) => join(stateDir, path));
}
