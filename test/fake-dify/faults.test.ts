import { afterEach, describe, expect, it } from 'vitest';
import { OWNER, worldBuilder } from '../support/fake-dify/builders.ts';
import type { FaultAction } from '../support/fake-dify/faults.ts';
import { type FakeDify, startFakeDify } from '../support/fake-dify/server.ts';
import { signIn } from '../support/fake-dify/sign-in.ts';
import { signedInGet } from '../support/fake-dify/signed-in-get.ts';

const VERSION = '1.14.2';
const PING = '/console/api/ping';
let fake: FakeDify | undefined;

afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

async function serve(build = worldBuilder(VERSION)): Promise<FakeDify> {
  fake = await startFakeDify({ version: VERSION, world: build.world });
  return fake;
}

async function pingWith(action: FaultAction): Promise<Response> {
  const { origin, addFault } = await serve();
  addFault({ path: /^\/ping$/, action });
  return fetch(origin + PING);
}

describe('a fault', () => {
  it.each(['refuse', 'reset'] as const)('can %s the connection', async (kind) => {
    await expect(pingWith({ kind })).rejects.toThrow('fetch failed');
  });

  it('can leave a request without an answer', async () => {
    const { origin, addFault } = await serve();
    addFault({ action: { kind: 'hang' } });
    const signal = AbortSignal.timeout(50);
    await expect(fetch(origin + PING, { signal })).rejects.toThrow('timeout');
  });

  it('can cut the body', async () => {
    const response = await pingWith({ kind: 'cut' });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('can truncate the JSON', async () => {
    const response = await pingWith({ kind: 'truncate' });
    expect(await response.text()).toBe('{"result"');
  });

  it('can drip the right body', async () => {
    const response = await pingWith({ kind: 'drip', pieces: 4, pauseMs: 1 });
    expect(await response.json()).toEqual({ result: 'pong' });
  });

  it('can delay the right answer', async () => {
    const startedAt = performance.now();
    const response = await pingWith({ kind: 'delay', ms: 30 });
    expect(response.status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThan(25);
  });

  it('can answer with a page', async () => {
    const response = await pingWith({ kind: 'html', status: 502 });
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it('can answer nothing', async () => {
    const response = await pingWith({ kind: 'empty' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('can answer under another content type', async () => {
    const response = await pingWith({ kind: 'content-type', value: 'text/plain' });
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(await response.json()).toEqual({ result: 'pong' });
  });

  it('can answer with a status, headers and a body', async () => {
    const headers = { 'retry-after': '7' };
    const response = await pingWith({ kind: 'answer', status: 429, headers, body: { code: 'x' } });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await response.json()).toEqual({ code: 'x' });
  });

  it('can change the body', async () => {
    const response = await pingWith({ kind: 'rewrite', toBody: () => ({ result: 1 }) });
    expect(await response.json()).toEqual({ result: 1 });
  });

  it('can let every token expire', async () => {
    const server = await serve();
    const get = await signedInGet(server, VERSION, OWNER);
    server.addFault({ path: /^\/workspaces$/, action: { kind: 'expire-tokens' } });

    expect((await get('/workspaces')).status).toBe(401);
    expect((await get('/workspaces')).status).toBe(401);
    const again = await signedInGet(server, VERSION, OWNER);
    expect((await again('/workspaces')).status).toBe(200);
  });

  it('can switch the workspace', async () => {
    const build = worldBuilder(VERSION);
    const other = build.workspace('Other');
    const app = build.app('chat', { workspaceId: other.id });
    const server = await serve(build);
    const get = await signedInGet(server, VERSION, OWNER);
    expect((await get('/apps')).body).toMatchObject({ total: 0 });

    server.addFault({ action: { kind: 'switch-workspace', workspaceId: other.id } });
    expect((await get('/apps')).body).toMatchObject({ total: 1, data: [{ id: app.id }] });
  });

  it('can let rows arrive between two pages', async () => {
    const build = worldBuilder(VERSION);
    const app = build.app('chat');
    build.message(app);
    const server = await serve(build);
    const get = await signedInGet(server, VERSION, OWNER);
    const path = `/apps/${app.id}/chat-conversations`;
    server.addFault({ path: /chat-conversations/, action: { kind: 'run', after: () => arrive() } });
    const arrive = () => build.message(app);

    expect((await get(path)).body).toMatchObject({ total: 1 });
    expect((await get(path)).body).toMatchObject({ total: 2 });
  });

  it('hits the requests it is meant for, as often as it is told', async () => {
    const server = await serve();
    server.addFault({
      method: 'GET',
      path: /^\/ping\?n=/,
      afterRequests: 1,
      skip: 1,
      times: 2,
      action: { kind: 'html', status: 503 },
    });

    const statuses: number[] = [];
    for (const query of ['', '?n=1', '?n=2', '', '?n=3', '?n=4']) {
      statuses.push((await fetch(server.origin + PING + query)).status);
    }
    expect(statuses).toEqual([200, 200, 503, 200, 503, 200]);
  });
});

describe('a fake Dify', () => {
  it('records the requests it gets', async () => {
    const { origin, requests } = await serve();
    await fetch(`${origin}${PING}?a=%E6%9D%8E`, { headers: { 'user-agent': 'me' } });

    expect(requests).toMatchObject([
      {
        method: 'GET',
        path: '/ping',
        query: { a: '李' },
        headers: { 'user-agent': 'me' },
        inFlight: 1,
      },
    ]);
  });

  it('names its version, unless a proxy strips the header', async () => {
    const { world } = worldBuilder(VERSION);
    for (const headerlessVersion of [false, true]) {
      const server = await startFakeDify({ version: VERSION, world, headerlessVersion });
      const { headers } = await fetch(server.origin + PING);
      expect(headers.get('x-version')).toBe(headerlessVersion ? null : '1.14.2');
      await server.close();
    }
  });

  it('answers unknown paths, ids that are none and wrong methods as Dify does', async () => {
    const { origin } = await serve();
    const headers = await signIn(origin, VERSION, OWNER);
    const ask = async (path: string, method = 'GET') => {
      const response = await fetch(`${origin}${path}`, { method, headers });
      return [response.status, response.headers.get('content-type')?.split(';')[0]];
    };
    expect(await ask('/console/api/nothing')).toEqual([404, 'text/html']);
    expect(await ask('/console/api/apps/x/statistics/token-costs')).toEqual([404, 'text/html']);
    expect(await ask('/elsewhere')).toEqual([404, 'text/html']);
    expect(await ask('/console/api/apps', 'DELETE')).toEqual([405, 'application/json']);
  });

  it('reports a bug of its own when it is closed', async () => {
    const server = await startFakeDify({ version: VERSION, world: worldBuilder(VERSION).world });
    const action = { kind: 'rewrite', toBody: () => BigInt(1) } as const;
    server.addFault({ action });
    await expect(fetch(server.origin + PING)).rejects.toThrow('fetch failed');
    await expect(server.close()).rejects.toThrow('The fake Dify broke');
  });
});
