import { describe, expect, it } from 'vitest';
import { readMessages, UnreadableMessagesError } from '../../src/dify/messages.ts';
import { type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import { serveDify, signInTo } from '../support/session.ts';

const FIRST_AT = Date.parse('2026-10-05T10:00:00Z');

/** A conversation of one message a second, of which some cannot be shown. */
function conversationOf(build: WorldBuilder, count: number, broken: readonly number[] = []) {
  const app = build.app('chat');
  const conversation = build.conversation(app);
  const messages = Array.from({ length: count }, (_, index) =>
    build.message(app, {
      conversation,
      at: new Date(FIRST_AT + index * 1000).toISOString(),
      missingFile: broken.includes(index),
    }),
  );
  return { app, conversation, ids: messages.map(({ id }) => id) };
}

async function read(
  build: WorldBuilder,
  { app, conversation }: Pick<ReturnType<typeof conversationOf>, 'app' | 'conversation'>,
  { version = '1.14.2', until = 0 } = {},
) {
  const fake = await serveDify({ version, world: build.world });
  const session = await signInTo(fake);
  const ids: string[] = [];
  const reading = (async () => {
    for await (const message of readMessages(session, app.id, conversation.id, until)) {
      ids.push(message.id);
    }
  })();
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const pages = fake.requests.filter(({ path }) => path.endsWith('/chat-messages'));
  return { ids, error, limits: pages.map(({ query }) => Number(query['limit'])) };
}

describe('readMessages', () => {
  it.each(['0.15.3', '1.9.1', '1.14.2'])(
    'reads a conversation of %s, newest first',
    async (version) => {
      const build = worldBuilder(version);
      const given = conversationOf(build, 250);

      const { ids, error, limits } = await read(build, given, { version });

      expect(error).toBeUndefined();
      expect(ids).toEqual(given.ids.toReversed());
      expect(limits).toEqual([100, 100, 100]);
    },
  );

  it('tells the run of a message and nothing of what was said', async () => {
    const build = worldBuilder('1.8.1');
    const app = build.app('advanced-chat');
    const { run, message, conversation } = build.run(app, { at: '2026-10-05T10:00:00.250Z' });
    const fake = await serveDify({ version: '1.8.1', world: build.world });
    const session = await signInTo(fake);

    const messages = readMessages(session, app.id, conversation?.id ?? '', 0);

    expect(await messages.next()).toEqual({
      done: false,
      value: {
        id: message?.id,
        created_at: 1_791_194_400_000,
        workflow_run_id: run.id,
        message_tokens: message?.messageTokens,
        answer_tokens: message?.answerTokens,
      },
    });
  });

  it('loses none of the messages that share the second of a page border', async () => {
    const build = worldBuilder('1.14.2');
    const given = conversationOf(build, 99);
    const ties = [1, 2, 3, 4].map(() =>
      build.message(given.app, { conversation: given.conversation, at: '2026-10-05T09:59:59Z' }),
    );
    const older = build.message(given.app, {
      conversation: given.conversation,
      at: '2026-10-05T09:00:00Z',
    });

    const { ids } = await read(build, given);

    const expected = [...given.ids, ...ties.map(({ id }) => id), older.id];
    expect(new Set(ids)).toEqual(new Set(expected));
    expect(ids).toHaveLength(104);
  });

  it('loses none of the oldest messages where Dify says that there is no more', async () => {
    const build = worldBuilder('1.14.2');
    const given = conversationOf(build, 99);
    for (const _ of [1, 2, 3]) {
      build.message(given.app, { conversation: given.conversation, at: '2026-10-05T09:59:59Z' });
    }

    expect((await read(build, given)).ids).toHaveLength(102);
  });

  it('stops at the time wanted', async () => {
    const build = worldBuilder('1.14.2');
    const given = conversationOf(build, 500);

    const { ids, limits } = await read(build, given, { until: FIRST_AT + 450_000 });

    expect(limits).toEqual([100]);
    expect(ids.slice(0, 50)).toEqual(given.ids.slice(450).toReversed());
  });

  it.each([0, 1, 2, 4, 20, 57, 98, 99, 100, 104, 149])(
    'gives what is newer than a message that cannot be shown, %i before the newest',
    async (position) => {
      const build = worldBuilder('1.14.2');
      const given = conversationOf(build, 150, [149 - position]);

      const { ids, error } = await read(build, given);

      expect(error).toBeInstanceOf(UnreadableMessagesError);
      expect(ids).toEqual(given.ids.toReversed().slice(0, position));
    },
  );

  it('tells the refusal of Dify as the cause', async () => {
    const build = worldBuilder('1.8.1');
    const given = conversationOf(build, 3, [1]);

    const { error } = await read(build, given, { version: '1.8.1' });

    expect(error).toMatchObject({
      cause: { name: 'DifyError', problem: 'parameter', status: 400 },
    });
  });

  it('misses no message that hides behind another one of its second', async () => {
    const build = worldBuilder('1.14.2');
    const given = conversationOf(build, 2);
    build.message(given.app, {
      conversation: given.conversation,
      at: '2026-10-05T10:00:00Z',
      missingFile: true,
    });

    const { error } = await read(build, given);

    expect(error).toBeInstanceOf(UnreadableMessagesError);
  });

  it('does not mind a message older than the time wanted that cannot be shown', async () => {
    const build = worldBuilder('1.14.2');
    const given = conversationOf(build, 80, [0]);

    const { ids, error } = await read(build, given, { until: FIRST_AT + 60_000 });

    expect(error).toBeUndefined();
    expect(ids).toEqual(expect.arrayContaining(given.ids.slice(60)));
  });

  it('finds it with eight requests at most', async () => {
    const build = worldBuilder('1.14.2');
    const given = conversationOf(build, 150, [80]);

    const { limits } = await read(build, given);

    expect(limits.length).toBeLessThanOrEqual(8);
  });

  it('lets any other failure pass', async () => {
    const build = worldBuilder('1.14.2');
    const given = conversationOf(build, 3);
    const nobody = { app: given.app, conversation: { ...given.conversation, id: given.app.id } };

    const { error } = await read(build, nobody);

    expect(error).toMatchObject({ name: 'DifyError', problem: 'gone' });
  });
});
