import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { loadWorld } from '../support/fake-dify/load-world.ts';
import { RECORDED_VERSIONS } from '../support/fake-dify/presets.ts';
import { dryRun } from '../support/in-process.ts';
import { serveDify } from '../support/session.ts';

/** Everything this program may ask of Dify; a new line here needs a look at what it does there. */
const ALLOWED = [
  'GET /system-features',
  'POST /login',
  'POST /refresh-token',
  'GET /account/profile',
  'GET /workspaces',
  'GET /workspaces/current/members',
  'GET /apps',
  'GET /apps/{id}/statistics/token-costs',
  'GET /apps/{id}/statistics/daily-messages',
  'GET /apps/{id}/workflow/statistics/token-costs',
  'GET /apps/{id}/workflow/statistics/daily-conversations',
  'GET /apps/{id}/chat-conversations',
  'GET /apps/{id}/completion-conversations',
  'GET /apps/{id}/chat-messages',
  'GET /apps/{id}/workflow-app-logs',
  'GET /apps/{id}/workflow-runs',
  'GET /apps/{id}/workflow-runs/{id}',
  'GET /apps/{id}/workflow-runs/{id}/node-executions',
];

/** These mark a conversation as read: only one that is read already may be asked for. */
const ALLOWED_WHEN_READ = [
  'GET /apps/{id}/chat-conversations/{id}',
  'GET /apps/{id}/completion-conversations/{id}',
];

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g;

describe('the program never writes to Dify', () => {
  it.each(RECORDED_VERSIONS)('in a whole month of %s', async (version) => {
    const { world } = loadWorld(version);
    const before = JSON.stringify(world);
    const fake = await serveDify({
      version,
      world,
      faults: [{ path: /^\/apps\//, skip: 3, action: { kind: 'expire-tokens' } }],
    });

    await dryRun(fake, { mode: 'all', userId: 'session', concurrency: 4 });

    const asked = new Set(
      fake.requests.map(({ method, path }) => `${method} ${path.replaceAll(UUID, '{id}')}`),
    );
    expect([...ALLOWED, ...ALLOWED_WHEN_READ]).toEqual(expect.arrayContaining([...asked]));
    expect(asked).toContain('POST /refresh-token');
    expect(JSON.stringify(world) === before).toBe(true);
  });

  it('by no route that its source names', async () => {
    const folder = new URL('../../src/dify/', import.meta.url);
    const routes = new Set<string>();
    for (const name of await readdir(folder)) {
      const source = await readFile(new URL(name, folder), 'utf8');
      for (const [, route = ''] of source.matchAll(/'(\/[a-z][\w/{}-]*)'/g)) routes.add(route);
    }

    const known = [...ALLOWED, ...ALLOWED_WHEN_READ].map((line) => line.replace(/^\w+ /, ''));
    const shapes = [...routes].map((route) => route.replaceAll(/\{\w+\}/g, '{id}'));
    expect(known).toEqual(expect.arrayContaining(shapes));
    expect(shapes.toSorted()).toEqual([...new Set(known)].toSorted());
  });

  it('and asks no POST but to sign in and to refresh', async () => {
    const folder = new URL('../../src/dify/', import.meta.url);
    const posts: string[] = [];
    for (const name of await readdir(folder)) {
      const source = await readFile(new URL(name, folder), 'utf8');
      for (const [, route = ''] of source.matchAll(/post\('(\/[^']+)'/g)) posts.push(route);
      expect(source).not.toMatch(/'(?:PUT|PATCH|DELETE)'|\/logout|\/switch/);
    }

    expect(posts.toSorted()).toEqual(['/login', '/refresh-token']);
  });
});
