import { describe, expect, it } from 'vitest';
import { fetchRun, readAppRuns } from '../../src/dify/workflow-runs.ts';
import { type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import type { WorldApp } from '../support/fake-dify/world.ts';
import { serveDify, signInTo } from '../support/session.ts';
import { toArray } from '../support/to-array.ts';

const OCTOBER = {
  start: Date.parse('2026-10-01T00:00:00Z'),
  end: Date.parse('2026-11-01T00:00:00Z'),
  timeZone: 'UTC',
};

async function serve(build: WorldBuilder, version: string) {
  const fake = await serveDify({ version, world: build.world });
  return { fake, session: await signInTo(fake) };
}

async function read(build: WorldBuilder, app: WorldApp, version = '1.14.2') {
  const { fake, session } = await serve(build, version);
  const runs = await toArray(readAppRuns(session, app.id, OCTOBER));
  const queries = fake.requests
    .filter(({ path }) => path.endsWith('/workflow-runs'))
    .map(({ query }) => query);
  return { runs, ids: runs.map(({ id }) => id), queries };
}

describe('readAppRuns', () => {
  it('tells of a run what the list knows', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow');
    const { run } = build.run(app, { at: '2026-10-05T10:00:00.250Z', nodes: [llm()] });

    expect((await read(build, app)).runs).toEqual([
      {
        id: run.id,
        startedAt: Date.parse('2026-10-05T10:00:00Z'),
        status: 'succeeded',
        countedTokens: 15,
        inStatistics: true,
        creatorId: undefined,
        mayBeDebugChild: false,
        user: undefined,
        version: '2026-01-01 00:00:00.000000',
      },
    ]);
  });

  it.each(['1.9.2', '1.10.1', '1.11.4', '1.12.1', '1.14.2'])(
    'lists the production runs of %s and no debugger runs',
    async (version) => {
      const build = worldBuilder(version);
      const app = build.app('advanced-chat');
      build.run(app, { origin: 'debugger' });
      const explored = build.run(app, { origin: 'explore', at: '2026-10-06T10:00:00Z' });
      const called = build.run(app, { at: '2026-10-05T10:00:00Z' });

      const { runs, queries } = await read(build, app, version);

      expect(runs.map(({ id, creatorId }) => [id, creatorId])).toEqual([
        [explored.run.id, build.owner.id],
        [called.run.id, undefined],
      ]);
      expect(queries).toEqual([{ triggered_from: 'app-run', limit: '100' }]);
    },
  );

  it('takes the runs that started in the period, by the exact border', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow');
    build.run(app, { at: '2026-09-30T23:59:59.999Z' });
    const first = build.run(app, { at: '2026-10-01T00:00:00Z' });
    const last = build.run(app, { at: '2026-10-31T23:59:59.999Z' });
    build.run(app, { at: '2026-11-01T00:00:00Z' });

    expect((await read(build, app)).ids).toEqual([last.run.id, first.run.id]);
  });

  it('reads a list of several pages, and no further back than it has to', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow');
    const wanted: string[] = [];
    for (let run = 0; run < 600; run += 1) {
      // Every run shares its second with the next one.
      const atMs = Date.parse('2026-10-01T00:00:00Z') + (run - 350) * 500;
      const built = build.run(app, { at: new Date(atMs).toISOString() });
      if (atMs >= OCTOBER.start) wanted.push(built.run.id);
    }

    const { ids, queries } = await read(build, app);

    expect(ids).toHaveLength(250);
    expect(new Set(ids)).toEqual(new Set(wanted));
    expect(queries).toHaveLength(3);
  });

  it('lists the runs of deleted conversations', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('advanced-chat');
    const { run, conversation } = build.run(app);
    if (conversation !== undefined) build.deleteConversation(conversation);

    expect((await read(build, app)).ids).toEqual([run.id]);
  });
});

describe('fetchRun', () => {
  it.each(['0.15.3', '1.8.1', '1.14.2'])('reads one run of %s', async (version) => {
    const build = worldBuilder(version);
    const app = build.app('workflow');
    const { run } = build.run(app, { at: '2026-10-05T10:00:00.750Z', nodes: [llm()] });
    const { session } = await serve(build, version);

    expect(await fetchRun(session, app.id, run.id)).toEqual({
      startedAt: Date.parse('2026-10-05T10:00:00Z'),
      status: 'succeeded',
      countedTokens: 15,
    });
  });

  it.each(['0.15.3', '1.8.1', '1.12.1', '1.14.2'])(
    'gives nothing for a run that %s has deleted',
    async (version) => {
      const build = worldBuilder(version);
      const app = build.app('workflow');
      const { run } = build.run(app);
      build.deleteRun(run);
      const { session } = await serve(build, version);

      expect(await fetchRun(session, app.id, run.id)).toBeUndefined();
    },
  );

  it('lets any other failure pass', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow');
    const { run } = build.run(app);
    const { fake, session } = await serve(build, '1.14.2');
    fake.addFault({
      path: /workflow-runs/,
      times: 9,
      action: { kind: 'answer', status: 403, body: { code: 'forbidden' } },
    });

    await expect(fetchRun(session, app.id, run.id)).rejects.toMatchObject({ problem: 'forbidden' });
  });
});
