import { afterEach, describe, expect, it } from 'vitest';
import { OWNER, type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { type FakeDify, startFakeDify } from '../support/fake-dify/server.ts';
import { type Get, signedInGet } from '../support/fake-dify/signed-in-get.ts';

let fake: FakeDify | undefined;

afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

async function serve(version: string, build: WorldBuilder): Promise<Get> {
  fake = await startFakeDify({ version, world: build.world });
  return signedInGet(fake, version, OWNER);
}

describe('statistics of a fake Dify', () => {
  it('are cut in days of the zone of the account', async () => {
    const build = worldBuilder('1.14.2', { timeZone: 'Asia/Tokyo' });
    const app = build.app('chat');
    build.message(app, { at: '2026-10-04T14:59:59Z' });
    build.message(app, { at: '2026-10-04T15:00:00Z', promptTokens: 100, price: '0.0000001' });
    build.message(app, { at: '2026-10-05T15:00:00Z' });
    const get = await serve('1.14.2', build);

    const window = { start: '2026-10-05 00:00', end: '2026-10-06 00:00' };
    const { body } = await get(`/apps/${app.id}/statistics/token-costs`, window);
    expect(body).toEqual({
      data: [{ date: '2026-10-05', token_count: 105, total_price: '1E-7', currency: 'USD' }],
    });
  });

  it('take a wall time that occurs twice in standard time', async () => {
    const build = worldBuilder('1.14.2', { timeZone: 'America/New_York' });
    const app = build.app('chat');
    build.message(app, { at: '2026-11-01T05:30:00Z', promptTokens: 1, completionTokens: 0 });
    build.message(app, { at: '2026-11-01T06:30:00Z', promptTokens: 2, completionTokens: 0 });
    const get = await serve('1.14.2', build);

    const { body } = await get(`/apps/${app.id}/statistics/token-costs`, {
      start: '2026-11-01 01:30',
      end: '2026-11-01 03:00',
    });
    expect(body).toMatchObject({ data: [{ date: '2026-11-01', token_count: 2 }] });
  });

  it.each([
    ['1.9.2', 'Australia/Lord_Howe', '2026-10-04 02:15', '2026-10-03T15:45:00Z'],
    ['1.10.1', 'Australia/Lord_Howe', '2026-10-04 02:15', '2026-10-03T16:15:00Z'],
    ['1.9.2', 'America/Santiago', '2026-09-06 00:00', '2026-09-06T04:00:00Z'],
    ['1.10.1', 'America/Santiago', '2026-09-06 00:00', '2026-09-06T04:00:00Z'],
  ])('%s reads the missing time of %s, %s, as %s', async (version, timeZone, start, instant) => {
    const build = worldBuilder(version, { timeZone });
    const app = build.app('chat');
    build.message(app, { at: new Date(Date.parse(instant) - 1000).toISOString() });
    build.message(app, { at: instant });
    const get = await serve(version, build);

    const { body } = await get(`/apps/${app.id}/statistics/daily-messages`, { start });
    expect(body).toMatchObject({ data: [{ message_count: 1 }] });
  });

  it.each([null, '', 'Nowhere/Land', 'UTC+8'])('break where the zone is %j', async (zone) => {
    const build = worldBuilder('1.14.2');
    build.owner.timezone = zone;
    const { id } = build.app('advanced-chat');
    const get = await serve('1.14.2', build);

    expect((await get(`/apps/${id}/statistics/token-costs`)).status).toBe(500);
    expect((await get(`/apps/${id}/workflow/statistics/token-costs`)).status).toBe(500);
    expect((await get(`/apps/${id}/chat-conversations`)).status).toBe(500);
    expect((await get(`/apps/${id}/workflow-runs`)).status).toBe(200);
  });

  it.each([
    ['1.8.1', 30, 1],
    ['1.9.1', 15, 1],
  ])('of %s count debugger messages or not', async (version, tokens, conversations) => {
    const build = worldBuilder(version);
    const app = build.app('chat');
    build.message(app);
    build.message(app, { origin: 'debugger' });
    const get = await serve(version, build);

    const costs = await get(`/apps/${app.id}/statistics/token-costs`);
    expect(costs.body).toMatchObject({ data: [{ token_count: tokens }] });
    const daily = await get(`/apps/${app.id}/statistics/daily-conversations`);
    expect(daily.body).toMatchObject({ data: [{ conversation_count: conversations }] });
  });

  it('leave out debug and trigger runs, and say tokens of runs as text', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('workflow');
    for (const origin of ['service-api', 'explore', 'webhook', 'debugger'] as const) {
      build.run(app, { origin, nodes: [llm()] });
    }
    const get = await serve('1.14.2', build);

    const { body } = await get(`/apps/${app.id}/workflow/statistics/token-costs`);
    expect(body).toEqual({ data: [{ date: '2026-10-05', token_count: '30' }] });
  });

  it('show rows that arrive while the server runs', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat');
    build.message(app);
    const get = await serve('1.14.2', build);
    await get(`/apps/${app.id}/statistics/daily-messages`);
    build.message(app);

    const { body } = await get(`/apps/${app.id}/statistics/daily-messages`);
    expect(body).toEqual({ data: [{ date: '2026-10-05', message_count: 2 }] });
  });
});
