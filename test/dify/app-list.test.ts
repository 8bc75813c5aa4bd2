import { describe, expect, it } from 'vitest';
import { fetchApps } from '../../src/dify/app-list.ts';
import { type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import type { Fault } from '../support/fake-dify/faults.ts';
import { prepareSession, serveDify, signInTo } from '../support/session.ts';

async function serve(version: string, build: WorldBuilder, faults: readonly Fault[] = []) {
  const fake = await serveDify({ version, world: build.world, faults });
  const session = await signInTo(fake);
  const queries = () =>
    fake.requests.filter(({ path }) => path === '/apps').map(({ query }) => query);
  return { fake, session, queries };
}

describe('fetchApps', () => {
  it('reads id, name, mode, age and the present model of every app', async () => {
    const build = worldBuilder('1.14.2');
    const chat = build.app('chat', { name: 'Support bot', model: 'gpt-4o' });
    const flow = build.app('workflow', { name: 'Nightly' });
    const { session } = await serve('1.14.2', build);

    expect(await fetchApps(session)).toEqual({
      apps: [
        {
          id: chat.id,
          name: 'Support bot',
          mode: 'chat',
          createdAt: Date.parse('2026-01-01T00:00:01Z'),
          model: {
            provider: 'langgenius/openai/openai',
            name: 'gpt-4o',
            savedAt: Date.parse('2026-01-01T00:00:01Z'),
          },
        },
        {
          id: flow.id,
          name: 'Nightly',
          mode: 'workflow',
          createdAt: Date.parse('2026-01-01T00:00:02Z'),
          model: undefined,
        },
      ],
      unlistable: 0,
    });
  });

  it.each([23, 117, 150])('loses none of %i apps that were created at once', async (count) => {
    const build = worldBuilder('1.8.1');
    const ids = Array.from(
      { length: count },
      () => build.app('chat', { createdAt: '2026-03-01T00:00:00Z' }).id,
    );
    const { session } = await serve('1.8.1', build);

    const { apps } = await fetchApps(session);

    expect(apps.map(({ id }) => id)).toEqual(ids.toSorted());
  });

  it('gives an app once that an insertion moves to the next page', async () => {
    const build = worldBuilder('1.14.2');
    for (let app = 0; app < 130; app += 1) build.app('chat');
    const { session } = await serve('1.14.2', build, [
      {
        path: /^\/apps\?page=1&/,
        action: { kind: 'run', after: () => void build.app('chat', { name: 'new' }) },
      },
    ]);

    const { apps } = await fetchApps(session);

    expect(new Set(apps.map(({ id }) => id)).size).toBe(131);
    expect(apps).toHaveLength(131);
  });

  it('finds the app that a deletion moves to the page before', async () => {
    const build = worldBuilder('1.14.2');
    const ids = Array.from({ length: 130 }, () => build.app('chat').id);
    const { session } = await serve('1.14.2', build, [
      {
        path: /^\/apps\?page=1&/,
        // The list is newest first: what is deleted was on the first page.
        action: { kind: 'run', after: ({ apps }) => void apps.pop() },
      },
    ]);

    const { apps } = await fetchApps(session);

    expect(apps.map(({ id }) => id)).toEqual(expect.arrayContaining(ids.slice(0, 129)));
  });

  it('asks for a fixed order and filters nothing', async () => {
    const { session, queries } = await serve('1.14.2', worldBuilder('1.14.2'));

    await fetchApps(session);

    expect(queries()).toEqual([{ page: '1', limit: '100', sort_by: 'earliest_created' }]);
  });

  it('keeps its order on a newer Dify while apps are edited', async () => {
    const build = worldBuilder('1.15.0');
    const ids = Array.from({ length: 150 }, () => build.app('chat').id);
    const { session } = await serve('1.15.0', build, [
      {
        path: /^\/apps\?page=1&/,
        action: {
          kind: 'run',
          after: ({ apps }) => {
            const [, , third] = apps;
            if (third !== undefined) third.updatedAtUs = 9e15;
          },
        },
      },
    ]);

    expect((await fetchApps(session)).apps.map(({ id }) => id)).toEqual(ids);
  });

  it('asks a newer Dify for its agent apps as well', async () => {
    const build = worldBuilder('1.15.0');
    const chat = build.app('chat');
    const agent = build.app('agent');
    const { session } = await serve('1.15.0', build);

    const { apps } = await fetchApps(session);

    expect(apps.map(({ id, mode }) => [id, mode])).toEqual([
      [chat.id, 'chat'],
      [agent.id, 'agent'],
    ]);
  });

  it.each([
    [400, { code: 'invalid_param', message: 'mode', status: 400 }],
    [422, { code: 'unprocessable_entity', message: '[]', status: 422 }],
  ])('does not mind a newer Dify that answers %i to the mode agent', async (status, body) => {
    const build = worldBuilder('1.15.0');
    build.app('chat');
    const { session } = await serve('1.15.0', build, [
      { path: /mode=agent/, action: { kind: 'answer', status, body } },
    ]);

    expect((await fetchApps(session)).apps).toHaveLength(1);
  });

  it('does mind a newer Dify that cannot list its agent apps now', async () => {
    const { session } = await serve('1.15.0', worldBuilder('1.15.0'), [
      { path: /mode=agent/, times: 9, action: { kind: 'html', status: 503 } },
    ]);

    await expect(fetchApps(session)).rejects.toMatchObject({ problem: 'unavailable' });
  });

  it.each([[0], [1], [2], [1, 2], [0, 1, 2]])(
    'steps over apps that break the list of 1.10.1 (places %j and so on)',
    async (...places) => {
      const build = worldBuilder('1.10.1');
      const apps = Array.from({ length: 3 }, () => build.app('workflow'));
      for (const place of places) Object.assign(apps[place] ?? {}, { brokenDraft: true });
      const { session } = await serve('1.10.1', build);

      const list = await fetchApps(session);

      const whole = apps.filter(({ brokenDraft }) => !brokenDraft);
      expect(list.apps.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
      expect(list.unlistable).toBe(places.length);
    },
  );

  it('steps over broken apps of a long list, however many they are', async () => {
    const build = worldBuilder('1.10.1');
    const apps = Array.from({ length: 130 }, () => build.app('workflow'));
    const broken = new Set([3, 30, 60, 90, 91, 120]);
    for (const place of broken) Object.assign(apps[place] ?? {}, { brokenDraft: true });
    const { session } = await serve('1.10.1', build);

    const list = await fetchApps(session);

    const whole = apps.filter((_, index) => !broken.has(index));
    expect(list.apps.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
    expect(list.unlistable).toBe(6);
  });

  it('gives up on a list that fails whatever is asked', async () => {
    const build = worldBuilder('1.10.1');
    for (let app = 0; app < 20; app += 1) build.app('chat');
    const { session, queries } = await serve('1.10.1', build, [
      {
        path: /^\/apps/,
        times: 99,
        action: { kind: 'answer', status: 500, body: { code: 'unknown', message: 'Error' } },
      },
    ]);

    await expect(fetchApps(session)).rejects.toMatchObject({ problem: 'unavailable', status: 500 });
    expect(queries().length).toBeLessThanOrEqual(10);
  });

  it('reports an app of an unknown status, which breaks the whole list of 1.14.2', async () => {
    const build = worldBuilder('1.14.2');
    build.app('chat');
    build.app('chat').status = 'archived';
    const { session, queries } = await serve('1.14.2', build);

    await expect(fetchApps(session)).rejects.toMatchObject({
      problem: 'parameter',
      status: 400,
      remedy: 'operator',
      message: expect.not.stringContaining('archived'),
    });
    expect(queries()).toHaveLength(1);
  });

  it.each([
    ['null', null],
    ['empty', { model: {} }],
    ['without a name', { model: { provider: 'openai' } }],
  ])('knows no model where the configuration is %s', async (_, modelConfig) => {
    const build = worldBuilder('1.14.2');
    build.app('chat');
    const { session } = await serve('1.14.2', build, [
      {
        path: /^\/apps/,
        action: {
          kind: 'rewrite',
          toBody: (body) => {
            const page = Object(body);
            return {
              ...page,
              data: page.data.map((item: object) => ({ ...item, model_config: modelConfig })),
            };
          },
        },
      },
    ]);

    expect((await fetchApps(session)).apps).toMatchObject([{ mode: 'chat', model: undefined }]);
  });

  it('repeats a page that Dify could not give at once', async () => {
    const build = worldBuilder('1.14.2');
    build.app('chat');
    const fake = await serveDify({ version: '1.14.2', world: build.world });
    const opening = await prepareSession(fake.origin);
    const session = await opening.open();
    fake.addFault({ path: /^\/apps/, times: 2, action: { kind: 'reset' } });

    expect((await fetchApps(session)).apps).toHaveLength(1);
    expect(opening.waits).toEqual([1000, 2000]);
  });
});
