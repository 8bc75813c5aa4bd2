import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldNodeDetail } from '../../src/usage/node-detail.ts';
import { account, endUser, nodeEvent } from '../support/detail.ts';

const ALL = { users: true, models: true, messages: true };

describe('foldNodeDetail', () => {
  it('adds up the tokens of a user and counts messages and distinct conversations', () => {
    const fold = foldNodeDetail(ALL);
    fold.addEvent('2026-10', nodeEvent());
    fold.addEvent('2026-10', nodeEvent({ promptTokens: 3, completionTokens: 4 }));
    fold.addMessage('2026-10', endUser(), 'conversation-1');
    fold.addMessage('2026-10', endUser(), 'conversation-1');
    fold.addMessage('2026-10', endUser(), 'conversation-2');

    expect(fold.result().users).toEqual([
      {
        bucket: '2026-10',
        user: endUser(),
        promptTokens: 13,
        completionTokens: 9,
        allocatedTokens: 0,
        messages: 3,
        conversations: 2,
      },
    ]);
  });

  it('counts a run of a workflow as a message without a conversation', () => {
    const fold = foldNodeDetail(ALL);
    fold.addMessage('2026-10', endUser());

    expect(fold.result().users).toMatchObject([{ messages: 1, conversations: 0 }]);
  });

  it('keeps an end user and an account of the same id apart', () => {
    const fold = foldNodeDetail(ALL);
    fold.addEvent('2026-10', nodeEvent({ user: endUser('same') }));
    fold.addEvent('2026-10', nodeEvent({ user: account('same') }));

    expect(fold.result().users.map(({ user }) => user?.type)).toEqual(['account', 'end_user']);
    expect(fold.result().models.map(({ user }) => user?.type)).toEqual(['account', 'end_user']);
  });

  it('takes a user without a session for the same person and keeps the session that is told', () => {
    const fold = foldNodeDetail(ALL);
    fold.addMessage('2026-10', endUser('user-1', undefined), 'conversation-1');
    fold.addEvent('2026-10', nodeEvent({ user: endUser('user-1', 'alice') }));
    fold.addMessage('2026-10', endUser('user-1', undefined), 'conversation-1');

    expect(fold.result().users.map(({ user }) => user)).toEqual([endUser('user-1', 'alice')]);
  });

  it.each(['__proto__', 'constructor', '=1+1', 'u'.repeat(200), ''])(
    'takes the id %j for a user like any other',
    (id) => {
      const fold = foldNodeDetail(ALL);
      fold.addEvent('2026-10', nodeEvent({ user: endUser(id) }));
      fold.addEvent('2026-10', nodeEvent({ user: endUser('alice') }));

      expect(fold.result().users).toHaveLength(2);
      expect(fold.result().users).toContainEqual(
        expect.objectContaining({ user: endUser(id), promptTokens: 10 }),
      );
    },
  );

  it('never adds prices of two currencies', () => {
    const fold = foldNodeDetail(ALL);
    fold.addEvent('2026-10', nodeEvent());
    fold.addEvent('2026-10', nodeEvent({ cost: { currency: 'CNY', units: 750n } }));

    expect(fold.result().models).toMatchObject([
      { currency: 'CNY', promptUnits: 250n, completionUnits: 500n, executions: 1 },
      { currency: 'USD', promptUnits: 250n, completionUnits: 500n, executions: 1 },
    ]);
  });

  it('counts only rows with tokens as executions', () => {
    const fold = foldNodeDetail(ALL);
    fold.addEvent('2026-10', nodeEvent());
    fold.addEvent(
      '2026-10',
      nodeEvent({ totalTokens: 0, promptTokens: 0, completionTokens: 0, promptUnits: 5n }),
    );

    expect(fold.result().models).toMatchObject([{ executions: 1, promptUnits: 255n }]);
  });

  it('notes what ran on a model that no row names', () => {
    const fold = foldNodeDetail(ALL);
    fold.addEvent('2026-10', nodeEvent({ provider: undefined, model: undefined }));
    fold.addEvent('2026-10', nodeEvent());

    expect(fold.result().notes).toEqual([
      { bucket: '2026-10', cause: 'model_unknown', tokens: 15, units: 750n },
    ]);
  });

  it('keeps nothing that the output mode does not show', () => {
    const fold = foldNodeDetail({ users: false, models: false, messages: false });
    fold.addEvent('2026-10', nodeEvent());
    fold.addMessage('2026-10', endUser(), 'conversation-1');

    expect(fold.result()).toEqual({ users: [], models: [], notes: [] });
  });

  it('gives the same for any order of arrival', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(STEPS, { minLength: STEPS.length }), (steps) => {
        expect(foldAll(steps)).toEqual(foldAll(STEPS));
      }),
    );
  });
});

const STEPS = ['2026-10-01', '2026-10-02'].flatMap((bucket) =>
  [endUser('a', 'alice'), endUser('b'), account('a', 'a@example.com'), undefined].flatMap((user) =>
    ['gpt-4o', undefined].map((model) => ({ bucket, user, model })),
  ),
);

function foldAll(steps: typeof STEPS) {
  const fold = foldNodeDetail(ALL);
  for (const { bucket, user, model } of steps) {
    fold.addEvent(bucket, nodeEvent({ user, model }));
    fold.addMessage(bucket, user, `conversation of ${user?.id}`);
  }
  return fold.result();
}
