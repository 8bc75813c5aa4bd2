import { describe, expect, it } from 'vitest';
import { readConversations } from '../../src/dify/conversations.ts';
import { type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import type { WorldApp } from '../support/fake-dify/world.ts';
import { serveDify, signInTo } from '../support/session.ts';
import { toArray } from '../support/to-array.ts';

const OCTOBER = {
  start: Date.parse('2026-10-01T00:00:00Z'),
  end: Date.parse('2026-11-01T00:00:00Z'),
  timeZone: 'UTC',
};

async function read(build: WorldBuilder, app: WorldApp, zone = 'UTC', version = '1.8.1') {
  const fake = await serveDify({ version, world: build.world });
  const session = await signInTo(fake);
  const conversations = await toArray(readConversations(session, app.id, OCTOBER, zone));
  const queries = fake.requests
    .filter(({ path }) => path.endsWith('/chat-conversations'))
    .map(({ query }) => query);
  return { conversations, queries };
}

describe('readConversations', () => {
  it('lists those that were active since the start and begun before the end', async () => {
    const build = worldBuilder('1.8.1');
    const app = build.app('chat');
    const old = build.message(app, { at: '2026-09-10T10:00:00Z' });
    const begunBefore = build.conversation(app, { at: '2026-09-10T10:00:00Z' });
    build.message(app, { conversation: begunBefore, at: '2026-10-02T10:00:00Z' });
    const continued = build.conversation(app, { at: '2026-10-20T10:00:00Z' });
    build.message(app, { conversation: continued, at: '2026-10-20T10:00:00Z' });
    build.message(app, { conversation: continued, at: '2026-11-09T10:00:00Z' });
    const later = build.message(app, { at: '2026-11-01T00:00:03Z' });

    const { conversations } = await read(build, app);

    expect(conversations).toMatchObject([
      { id: begunBefore.id, updatedAt: Date.parse('2026-10-02T10:00:00Z') },
      { id: continued.id, updatedAt: Date.parse('2026-11-09T10:00:00Z') },
    ]);
    expect(conversations.map(({ id }) => id)).not.toContain(old.conversationId);
    expect(conversations.map(({ id }) => id)).not.toContain(later.conversationId);
  });

  it.each([
    ['UTC', '2026-09-30 23:40'],
    ['Asia/Tokyo', '2026-10-01 08:40'],
    ['America/New_York', '2026-09-30 19:40'],
    ['Asia/Kathmandu', '2026-10-01 05:25'],
  ])("asks in the account's zone %s, twenty minutes before the start", async (zone, start) => {
    const build = worldBuilder('1.8.1', { timeZone: zone });
    const app = build.app('chat');

    const { queries } = await read(build, app, zone);

    expect(queries).toEqual([{ page: '1', limit: '100', start, sort_by: 'updated_at' }]);
  });

  it('leaves out conversations without messages', async () => {
    const build = worldBuilder('1.8.1');
    const app = build.app('chat');
    build.conversation(app);

    expect((await read(build, app)).conversations).toEqual([]);
  });

  it.each(['0.15.3', '1.8.1', '1.14.2'])('reads several pages of %s', async (version) => {
    const build = worldBuilder(version);
    const app = build.app('advanced-chat');
    const ids = Array.from({ length: 130 }, () => build.run(app).conversation?.id);

    const { conversations } = await read(build, app, 'UTC', version);

    expect(new Set(conversations.map(({ id }) => id))).toEqual(new Set(ids));
    expect(conversations).toHaveLength(130);
  });
});
