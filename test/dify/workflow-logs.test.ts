import { describe, expect, it } from 'vitest';
import { readLoggedRuns } from '../../src/dify/workflow-logs.ts';
import { type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import type { Fault } from '../support/fake-dify/faults.ts';
import { llm, workflowTool } from '../support/fake-dify/node-spec.ts';
import type { WorldApp } from '../support/fake-dify/world.ts';
import { serveDify, signInTo } from '../support/session.ts';
import { toArray } from '../support/to-array.ts';

const OCTOBER = {
  start: Date.parse('2026-10-01T00:00:00Z'),
  end: Date.parse('2026-11-01T00:00:00Z'),
  timeZone: 'UTC',
};
const NOW = Date.parse('2026-11-20T12:00:00Z');

type Reading = {
  readonly version?: string;
  readonly period?: typeof OCTOBER;
  readonly now?: number;
  readonly faults?: readonly Fault[];
};

async function read(
  build: WorldBuilder,
  app: WorldApp,
  { version = '1.14.2', period = OCTOBER, now = NOW, faults = [] }: Reading = {},
) {
  const fake = await serveDify({ version, world: build.world, now: () => NOW });
  const session = await signInTo(fake, { now: () => NOW });
  for (const fault of faults) fake.addFault(fault);
  const rows = await toArray(readLoggedRuns(session, app.id, period, now));
  const queries = fake.requests
    .filter(({ path }) => path.endsWith('/workflow-app-logs'))
    .map(({ query }) => query);
  const ids = rows.map((row) => (row.kind === 'run' ? row.run.id : 'deleted'));
  return { rows, ids, queries };
}

describe('readLoggedRuns', () => {
  it('tells of a run what the log knows', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow');
    const { run } = build.run(app, { at: '2026-10-05T10:00:00.250Z', nodes: [llm()] });

    expect((await read(build, app)).rows).toEqual([
      {
        kind: 'run',
        run: {
          id: run.id,
          startedAt: Date.parse('2026-10-05T10:00:00Z'),
          status: 'succeeded',
          countedTokens: 15,
          inStatistics: true,
          creatorId: run.createdBy,
          mayBeDebugChild: false,
          user: { type: 'end_user', id: run.createdBy, session: 'alice@example.com' },
          version: '2026-01-01 00:00:00.000000',
        },
      },
    ]);
  });

  it.each(['0.15.3', '1.4.3', '1.10.1', '1.11.4', '1.14.2'])(
    'takes a run of %s for the period it started in, whenever its log was written',
    async (version) => {
      const build = worldBuilder(version);
      const app = build.app('workflow');
      build.run(app, { at: '2026-09-30T23:59:59Z', seconds: 7200 });
      const first = build.run(app, { at: '2026-10-01T00:00:00Z' });
      const last = build.run(app, { at: '2026-10-31T23:59:59Z', seconds: 23 * 3600 });
      build.run(app, { at: '2026-11-01T00:00:00Z' });

      const { ids } = await read(build, app, { version });

      expect(new Set(ids)).toEqual(new Set([first.run.id, last.run.id]));
      expect(ids).toHaveLength(2);
    },
  );

  it('asks in UTC, from a little before the start to a day after the end', async () => {
    const build = worldBuilder('1.14.2');

    const { queries } = await read(build, build.app('workflow'));

    expect(queries).toEqual([
      {
        page: '1',
        limit: '100',
        created_at__after: '2026-09-30T23:55:00Z',
        created_at__before: '2026-11-02T00:00:00Z',
      },
    ]);
  });

  it('asks for nothing after now', async () => {
    const build = worldBuilder('1.14.2');
    const now = Date.parse('2026-10-20T08:30:15.700Z');

    const { queries } = await read(build, build.app('workflow'), { now });

    expect(queries).toMatchObject([{ created_at__before: '2026-10-20T08:30:15Z' }]);
  });

  it('reads a long list in slices, and every run of it once', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow');
    const start = Date.parse('2026-10-10T00:00:00Z');
    // In the middle of the window, where the first cut is.
    const expected = [build.run(app, { at: '2026-10-16T23:57:30Z' }).run.id];
    for (let run = 0; run < 4500; run += 1) {
      // Three in a row share a second, so that slices are cut beside ties.
      const at = new Date(start + Math.floor(run / 3) * 41_000).toISOString();
      expected.push(build.run(app, { at }).run.id);
    }

    const { ids, queries } = await read(build, app);

    expect(ids).toHaveLength(4501);
    expect(new Set(ids)).toEqual(new Set(expected));
    const deepest = Math.max(...queries.map(({ page }) => Number(page)));
    expect(deepest).toBeLessThanOrEqual(29);
  });

  it('does not divide what is of one minute any further', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow');
    for (let run = 0; run < 2100; run += 1) build.run(app, { at: '2026-10-10T00:00:00Z' });

    const { ids } = await read(build, app);

    expect(new Set(ids).size).toBe(2100);
  });

  it('finds a run that slipped over a page border when an older log was deleted', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow');
    const ids = Array.from({ length: 150 }, (_, index) => {
      const at = new Date(Date.parse('2026-10-10T00:00:00Z') + index * 60_000).toISOString();
      return build.run(app, { at }).run.id;
    });

    const { ids: found } = await read(build, app, {
      faults: [
        {
          path: /page=1&limit=100/,
          action: { kind: 'run', after: ({ logs }) => void logs.pop() },
        },
      ],
    });

    expect(found).toEqual(expect.arrayContaining(ids.slice(0, 149)));
  });

  it.each(['0.15.3', '1.0.0'])(
    'reads %s, which filters nothing, from the newest row down to the period',
    async (version) => {
      const build = worldBuilder(version);
      const app = build.app('workflow');
      const wanted: string[] = [];
      for (let day = 1; day <= 180; day += 1) {
        const at = new Date(Date.parse('2026-05-20T00:00:00Z') + day * 86_400_000).toISOString();
        for (const _ of [1, 2]) {
          const { run } = build.run(app, { at });
          if (at.startsWith('2026-10')) wanted.push(run.id);
        }
      }

      const { ids, queries } = await read(build, app, { version });

      expect(wanted).toHaveLength(62);
      expect(ids).toHaveLength(62);
      expect(new Set(ids)).toEqual(new Set(wanted));
      expect(queries.every((query) => query['created_at__after'] === undefined)).toBe(true);
      expect(Math.max(...queries.map(({ page }) => Number(page)))).toBe(3);
    },
  );

  it('gives a run of 0.15.3 once that newer ones move to the next page', async () => {
    const build = worldBuilder('0.15.3');
    const app = build.app('workflow');
    const ids = Array.from({ length: 150 }, (_, index) => {
      const at = new Date(Date.parse('2026-10-10T00:00:00Z') + index * 60_000).toISOString();
      return build.run(app, { at }).run.id;
    });

    const { ids: found } = await read(build, app, {
      version: '0.15.3',
      faults: [
        {
          path: /workflow-app-logs/,
          times: 99,
          action: {
            kind: 'run',
            after: () => void build.run(app, { at: '2026-11-20T12:30:00Z' }),
          },
        },
      ],
    });

    expect(found).toHaveLength(150);
    expect(new Set(found)).toEqual(new Set(ids));
  });

  it('ends with an error when 0.15.3 shows older rows in every reading', async () => {
    const build = worldBuilder('0.15.3');
    const app = build.app('workflow');
    for (let run = 0; run < 150; run += 1) build.run(app, { at: '2026-10-10T00:00:00Z' });

    const reading = read(build, app, {
      version: '0.15.3',
      faults: [
        {
          path: /workflow-app-logs/,
          times: 99,
          action: {
            kind: 'run',
            before: () => void build.run(app, { at: '2026-10-09T00:00:00Z' }),
          },
        },
      ],
    });

    await expect(reading).rejects.toMatchObject({ problem: 'unavailable', remedy: 'time' });
  });

  it('ends when 0.15.3 says that there is always more, and gives the same page', async () => {
    const build = worldBuilder('0.15.3');
    const app = build.app('workflow');
    const { run } = build.run(app, { at: '2026-10-10T00:00:00Z' });

    const { ids, queries } = await read(build, app, {
      version: '0.15.3',
      faults: [
        {
          path: /workflow-app-logs/,
          times: 5000,
          action: {
            kind: 'rewrite',
            toBody: (body) => ({ ...Object(body), has_more: true }),
          },
        },
      ],
    });

    expect(ids).toEqual([run.id]);
    expect(queries.length).toBeLessThan(10);
  });

  it('tells of a run that Dify has deleted by the time of its log', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow');
    build.deleteRun(build.run(app, { at: '2026-10-05T10:00:00Z' }).run);

    expect((await read(build, app)).rows).toEqual([
      { kind: 'deleted', loggedAt: Date.parse('2026-10-05T10:00:00Z') },
    ]);
  });

  it('tells which runs no statistics count', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow');
    build.run(app, { origin: 'webhook' });
    build.run(app, { origin: 'service-api' });

    const { rows } = await read(build, app);

    const counted = rows.map((row) => row.kind === 'run' && row.run.inStatistics);
    expect(counted.toSorted()).toEqual([false, true]);
  });

  it.each([
    ['1.9.1', true],
    ['1.10.1', true],
    ['1.8.1', undefined],
    ['1.14.2', undefined],
  ])('marks the child of a debugger run on %s: %s', async (version, isMarked) => {
    const build = worldBuilder(version);
    const [parent, child] = [build.app('workflow'), build.app('workflow')];
    build.run(parent, { origin: 'debugger', nodes: [workflowTool(child, llm())] });

    const { rows } = await read(build, child, { version });

    expect(rows.map((row) => row.kind === 'run' && row.run.mayBeDebugChild)).toEqual(
      isMarked === undefined ? [] : [true],
    );
  });
});
