import { describe, expect, it } from 'vitest';
import { readBill } from '../support/bill.ts';
import { type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';

const TOKYO_DAYS = { timeZone: 'Asia/Tokyo', aggregation: 'daily' } as const;
const ABROAD = { timeZone: 'America/New_York' };

async function billTokyoDays(build: WorldBuilder, mode: 'per_app' | 'per_user' = 'per_app') {
  const bill = await readBill(build, { ...TOKYO_DAYS, mode });
  const asked = bill.requests
    .filter(({ path }) => path.includes('/statistics/'))
    .map(({ path, query }) => {
      const name = path.split('/').slice(-2).join('/');
      return `${name} ${query['start']?.slice(5)} – ${query['end']?.slice(5)}`;
    })
    .toSorted();
  return { ...bill, asked };
}

describe('days that are not the days of the account', () => {
  it('are compared with Dify by one request for all of them', async () => {
    const build = worldBuilder('1.14.2', ABROAD);
    const app = build.app('workflow');
    for (const day of ['04', '05', '20']) {
      build.run(app, { at: `2026-10-${day}T14:59:00.250Z`, nodes: [llm()] });
      build.run(app, { at: `2026-10-${day}T15:01:00.250Z`, nodes: [llm()] });
    }

    const { asked, differences, apps } = await billTokyoDays(build);

    expect(apps).toHaveLength(5);
    expect(differences).toEqual([]);
    expect(asked).toEqual([
      'statistics/daily-conversations 09-30 11:00 – 10-31 11:00',
      'statistics/token-costs 09-30 11:00 – 10-31 11:00',
    ]);
  });

  it('are asked for one by one where a date differs, and named by day as before', async () => {
    const build = worldBuilder('1.9.1', ABROAD);
    const app = build.app('advanced-chat');
    build.run(app, { user: 'alice', at: '2026-10-10T20:00:00.250Z', nodes: [llm()] });
    build.run(app, { user: 'gone', at: '2026-10-20T14:30:00.250Z', nodes: [llm()] });
    const gone = build.world.conversations.at(-1);
    if (gone !== undefined) build.deleteConversation(gone);

    const { asked, bill } = await billTokyoDays(build);

    expect(bill.report.residuals.map(({ bucket, cause, runs }) => [bucket, cause, runs])).toEqual([
      ['2026-10-20', 'deleted_conversations', 1],
    ]);
    // 1.9.1 counts no tokens, which differs from the rows of the tenth as well.
    expect(asked.filter((line) => line.startsWith('statistics/token-costs'))).toEqual([
      'statistics/token-costs 09-30 11:00 – 10-31 11:00',
      'statistics/token-costs 10-09 11:00 – 10-10 11:00',
      'statistics/token-costs 10-10 11:00 – 10-11 11:00',
      'statistics/token-costs 10-19 11:00 – 10-20 11:00',
      'statistics/token-costs 10-20 11:00 – 10-21 11:00',
    ]);
  });

  it('are not balanced against each other', async () => {
    const build = worldBuilder('1.8.1', ABROAD);
    const app = build.app('advanced-chat');
    const { run: more } = build.run(app, { at: '2026-10-10T20:00:00.250Z', nodes: [llm()] });
    const { run: less } = build.run(app, { at: '2026-10-20T20:00:00.250Z', nodes: [llm()] });
    // As much too much on one day as too little on the other.
    more.totalTokens += 7;
    less.totalTokens -= 7;

    const { differences } = await billTokyoDays(build);

    expect(differences).toEqual(['unexplained 7', 'unexplained -7']);
  });

  it('are asked for messages without a run by one request', async () => {
    const build = worldBuilder('1.14.2', ABROAD);
    const app = build.app('advanced-chat');
    build.run(app, { at: '2026-10-10T20:00:00.250Z', nodes: [llm()] });
    const { run: lost } = build.run(app, { at: '2026-10-20T20:00:00.250Z', nodes: [llm()] });
    build.deleteRun(lost);

    const { asked, residuals } = await billTokyoDays(build);

    expect(residuals).toEqual(['runs_cleaned_up 15']);
    expect(asked.filter((line) => line.includes('daily-messages'))).toEqual([
      'statistics/daily-messages 09-30 11:00 – 10-31 11:00',
    ]);
  });

  it('have their messages counted only where the console was used in a chat', async () => {
    const build = worldBuilder('1.14.2', ABROAD);
    const app = build.app('chat');
    build.message(app, { user: 'alice', at: '2026-10-05T10:00:00Z' });
    build.message(app, { user: 'alice', at: '2026-10-07T10:00:00Z' });
    build.message(app, { origin: 'explore', at: '2026-10-07T10:00:00Z' });

    const { asked, users } = await billTokyoDays(build, 'per_user');

    expect(users).toHaveLength(3);
    expect(asked.filter((line) => line.includes('daily-messages'))).toEqual([
      'statistics/daily-messages 10-06 11:00 – 10-07 11:00',
    ]);
  });
});

describe('a month of which Dify has deleted a conversation', () => {
  it.each(['per_app', 'per_user'] as const)(
    'names another run that was cleaned up, %s',
    async (mode) => {
      const build = worldBuilder('1.14.2');
      const app = build.app('advanced-chat');
      const { run: lost } = build.run(app, { at: '2026-10-02T20:00:00.250Z', nodes: [llm()] });
      build.run(app, { user: 'gone', at: '2026-10-20T14:30:00.250Z', nodes: [llm()] });
      const gone = build.world.conversations.at(-1);
      if (gone !== undefined) build.deleteConversation(gone);
      build.deleteRun(lost);

      const { residuals } = await readBill(build, { mode });

      expect(residuals).toEqual(['runs_cleaned_up 15']);
    },
  );
});

it('a message that is rounded to the day after its run is no reason to read conversations', async () => {
  const build = worldBuilder('1.14.2');
  const app = build.app('advanced-chat');
  build.run(app, { user: 'alice', at: '2026-10-10T23:59:59.750Z', nodes: [llm()] });

  const { requests } = await readBill(build, { mode: 'per_app' });

  expect(build.world.messages.map(({ createdAtUs }) => new Date(createdAtUs / 1000))).toEqual([
    new Date('2026-10-11T00:00:00Z'),
  ]);
  expect(requests.filter(({ path }) => path.includes('chat-'))).toEqual([]);
});
