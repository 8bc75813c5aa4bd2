import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { AppDetail } from '../../src/usage/app-detail.ts';
import { formatUnits, parseUnits } from '../../src/usage/money.ts';
import { gatherUnitPrices } from '../../src/usage/unit-prices.ts';
import { collectDetails, type DetailOptions } from '../support/collect-detail.ts';
import { OWNER, type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import { type FakeDify, startFakeDify } from '../support/fake-dify/server.ts';
import type { WorldApp } from '../support/fake-dify/world.ts';
import { recordedUnitPrices } from '../support/recorded-unit-prices.ts';

let dify: FakeDify | undefined;

afterEach(async () => {
  await dify?.close();
  dify = undefined;
});

async function collect(version: string, build: WorldBuilder, options: DetailOptions = {}) {
  dify = await startFakeDify({ version, world: build.world });
  const details = await collectDetails(dify, {
    password: OWNER.password,
    unitPrices: recordedUnitPrices(version),
    ...options,
  });
  const [first] = details;
  if (first === undefined) throw new Error('There is no app');
  return { ...first, asked: statisticsOf(dify) };
}

/** The statistics requests for less than a day. */
function statisticsOf({ requests }: FakeDify) {
  return requests
    .filter(({ path }) => path.includes('/statistics/'))
    .map(({ path, query }) => ({
      name: path.split('/').at(-1),
      start: query['start'],
      end: query['end'],
    }))
    .filter(({ start, end }) => Date.parse(`${end}Z`) - Date.parse(`${start}Z`) < 86_400_000)
    .map(({ name, start, end }) => `${name} ${start?.slice(5)} – ${end?.slice(5)}`);
}

const USERS = { users: true, models: false, messages: true };

function usersOf({ users }: AppDetail) {
  return users.map(
    ({ user, promptTokens, completionTokens, messages, conversations }) =>
      `${user?.session ?? user?.type ?? 'nobody'}: ${promptTokens} + ${completionTokens} tokens, ${messages} messages, ${conversations} conversations`,
  );
}

function modelsOf({ models }: AppDetail) {
  return models.map((usage) =>
    [
      usage.user?.session ?? usage.user?.type ?? 'nobody',
      usage.model ?? 'unknown',
      `${usage.promptTokens + usage.completionTokens} tokens`,
      formatUnits(usage.promptUnits + usage.completionUnits),
      usage.certainty,
    ].join(', '),
  );
}

function causesOf({ notes }: AppDetail) {
  return notes.map(({ cause, tokens }) => `${cause} ${tokens}`);
}

function saveConfiguration({ modelConfig }: WorldApp, at: string) {
  if (modelConfig !== null) modelConfig.updatedAtUs = Date.parse(at) * 1000;
}

describe('the users of a chat app', () => {
  it('need no statistics besides the ledger', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat');
    const first = build.message(app, { user: 'alice', at: '2026-10-05T10:00:00Z' });
    const conversation = build.world.conversations.find(({ id }) => id === first.conversationId);
    build.message(app, {
      ...(conversation && { conversation }),
      at: '2026-10-06T10:00:00Z',
      status: 'error',
    });
    build.message(app, { user: '李雷', at: '2026-10-07T10:00:00Z', promptTokens: 100 });

    const { detail } = await collect('1.14.2', build, { needs: USERS });

    expect(usersOf(detail)).toEqual([
      'alice: 10 + 5 tokens, 2 messages, 1 conversations',
      '李雷: 100 + 5 tokens, 1 messages, 1 conversations',
    ]);
    expect(detail.models).toEqual([]);
    expect(dify?.requests.filter(({ path }) => path.includes('/statistics/'))).toHaveLength(1);
  });

  it('are not looked for where the ledger has nothing', async () => {
    const build = worldBuilder('1.14.2');
    build.app('chat');

    const { detail } = await collect('1.14.2', build);

    expect(detail).toEqual({ users: [], models: [], notes: [] });
    expect(dify?.requests.filter(({ path }) => path.includes('conversations'))).toEqual([]);
  });

  it('include those who began before the period or went on after it', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat');
    const conversation = build.conversation(app, { user: 'alice', at: '2026-09-20T10:00:00Z' });
    for (const at of ['2026-09-20T10:00:00Z', '2026-10-05T10:00:00Z', '2026-11-05T10:00:00Z']) {
      build.message(app, { conversation, at });
    }

    const { detail } = await collect('1.14.2', build, { needs: USERS });

    expect(usersOf(detail)).toEqual(['alice: 10 + 5 tokens, 1 messages, 1 conversations']);
  });

  it('include those of the minute in which an open period ends, as the ledger does', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat');
    const conversation = build.conversation(app, { user: 'alice', at: '2026-10-05T10:41:30Z' });
    build.message(app, { conversation, at: '2026-10-05T10:41:40Z' });

    const { detail } = await collect('1.14.2', build, {
      needs: USERS,
      end: '2026-10-05T10:41:20.123Z',
    });

    expect(usersOf(detail)).toEqual(['alice: 10 + 5 tokens, 1 messages, 1 conversations']);
  });

  it('are named by the e-mail of their account when that is wanted', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat');
    build.message(app, { origin: 'explore' });

    const { detail } = await collect('1.14.2', build, { needs: USERS, withEmails: true });

    expect(usersOf(detail)).toEqual([
      'admin@example.com: 10 + 5 tokens, 1 messages, 1 conversations',
    ]);
  });

  it('are nobody for what the ledger holds of conversations that are hidden', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat');
    build.message(app, { user: 'alice' });
    const hidden = build.conversation(app, { user: 'gone' });
    build.message(app, { conversation: hidden, promptTokens: 100, completionTokens: 0 });
    hidden.isDeleted = true;

    const { detail } = await collect('1.14.2', build, { needs: USERS });

    expect(usersOf(detail)).toEqual([
      'nobody: 100 + 0 tokens, 0 messages, 0 conversations',
      'alice: 10 + 5 tokens, 1 messages, 1 conversations',
    ]);
    expect(causesOf(detail)).toEqual(['ledger_exceeds_messages 100']);
  });

  it('never have more than the ledger when an answer ends while they are read', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat');
    build.message(app, { user: 'alice' });
    const running = build.message(app, { user: '李雷', at: '2026-10-31T23:59:00Z' });
    const tokens = running.messageTokens;
    running.messageTokens = 0;
    running.answerTokens = 0;
    const meanwhile = () => {
      running.messageTokens = tokens;
    };

    const { detail } = await collect('1.14.2', build, { needs: USERS, meanwhile });

    expect(usersOf(detail)).toEqual([
      'alice: 10 + 5 tokens, 1 messages, 1 conversations',
      '李雷: 0 + 0 tokens, 1 messages, 1 conversations',
    ]);
    expect(causesOf(detail)).toEqual(['messages_exceed_ledger 10']);
  });

  it('of a chat whose file is gone are nobody, and the rest is known', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat');
    const conversation = build.conversation(app, { user: 'alice', at: '2026-10-01T10:00:00Z' });
    build.message(app, { conversation, at: '2026-10-01T10:00:00Z', missingFile: true });
    build.message(app, { conversation, at: '2026-10-02T10:00:00Z', promptTokens: 20 });

    const { detail } = await collect('1.14.2', build, { needs: USERS });

    expect(usersOf(detail)).toEqual([
      'nobody: 15 + 0 tokens, 0 messages, 0 conversations',
      'alice: 20 + 5 tokens, 1 messages, 1 conversations',
    ]);
  });
});

describe('the debugger', () => {
  it('is part of the ledger up to 1.8, and named', async () => {
    const build = worldBuilder('1.8.1');
    const app = build.app('chat');
    build.message(app, { user: 'alice' });
    build.message(app, { origin: 'debugger', promptTokens: 30 });
    build.message(app, { origin: 'explore', promptTokens: 50 });

    const { detail } = await collect('1.8.1', build, { needs: USERS });

    expect(usersOf(detail)).toEqual([
      'account: 80 + 10 tokens, 2 messages, 2 conversations',
      'alice: 10 + 5 tokens, 1 messages, 1 conversations',
    ]);
    expect(causesOf(detail)).toEqual(['console_may_include_debug 90']);
  });

  it('is told by the buckets alone when nothing or everything of the console is in the ledger', async () => {
    const build = worldBuilder('1.9.1');
    const app = build.app('chat');
    build.message(app, { user: 'alice', at: '2026-10-05T10:00:00Z' });
    build.message(app, { origin: 'debugger', at: '2026-10-05T10:00:00Z' });
    build.message(app, { origin: 'explore', at: '2026-10-06T10:00:00Z', promptTokens: 40 });

    const { detail, asked } = await collect('1.9.1', build, { needs: USERS, aggregation: 'daily' });

    expect(usersOf(detail)).toEqual([
      'alice: 10 + 5 tokens, 1 messages, 1 conversations',
      'account: 40 + 5 tokens, 1 messages, 1 conversations',
    ]);
    expect(asked).toEqual([]);
  });

  it('is told from Explore within one minute by count and tokens', async () => {
    const build = worldBuilder('1.12.1');
    const app = build.app('chat');
    const at = '2026-10-05T10:00:00Z';
    build.message(app, { user: 'alice', at });
    build.message(app, { origin: 'debugger', at, promptTokens: 30 });
    build.message(app, { origin: 'explore', at, promptTokens: 50 });

    const { detail, asked } = await collect('1.12.1', build, { needs: USERS });

    expect(usersOf(detail)).toEqual([
      'account: 50 + 5 tokens, 1 messages, 1 conversations',
      'alice: 10 + 5 tokens, 1 messages, 1 conversations',
    ]);
    expect(asked).toEqual([
      'daily-messages 10-05 10:00 – 10-05 10:01',
      'token-costs 10-05 10:00 – 10-05 10:01',
    ]);
  });

  it('that cannot be told from Explore leaves nobody, and the API users theirs', async () => {
    const build = worldBuilder('1.12.1');
    const app = build.app('chat');
    const at = '2026-10-05T10:00:00Z';
    build.message(app, { user: 'alice', at });
    build.message(app, { origin: 'debugger', at });
    build.message(app, { origin: 'explore', at });

    const { detail } = await collect('1.12.1', build, { needs: USERS });

    expect(usersOf(detail)).toEqual([
      'nobody: 15 + 0 tokens, 0 messages, 0 conversations',
      'alice: 10 + 5 tokens, 1 messages, 1 conversations',
    ]);
  });
});

describe('the model of the console up to 1.8, which may be the debugger’s own', () => {
  const oneMessage = (fields: object) => {
    const build = worldBuilder('1.4.3');
    const app = build.app('chat', { model: 'gpt-4o-mini' });
    build.message(app, { origin: 'debugger', promptTokens: 1000, ...fields });
    return build;
  };

  it('is assumed to be the present one where no price tells', async () => {
    const build = oneMessage({ model: 'gpt-4o' });

    const { detail } = await collect('1.4.3', build, { unitPrices: noPrices() });

    expect(modelsOf(detail)).toEqual(['account, gpt-4o-mini, 1005 tokens, 0.0025500, assumed']);
    expect(causesOf(detail)).toContain('model_assumed 1005');
  });

  it('is the one that explains the price', async () => {
    const { detail } = await collect('1.4.3', oneMessage({ model: 'gpt-4o' }));

    expect(modelsOf(detail)).toEqual(['account, gpt-4o, 1005 tokens, 0.0025500, exact']);
  });

  it('is unknown where the price refutes the present one and nothing explains it', async () => {
    const { detail } = await collect('1.4.3', oneMessage({ price: '0.0300000' }));

    expect(modelsOf(detail)).toEqual(['account, unknown, 1005 tokens, 0.0300000, exact']);
  });
});

describe('the model of a conversation', () => {
  const twoModels = (version: string) => {
    const build = worldBuilder(version);
    const app = build.app('chat', { model: 'gpt-4o' });
    build.message(app, {
      user: 'alice',
      model: 'gpt-4o-mini',
      promptTokens: 300,
      completionTokens: 200,
      at: '2026-10-05T10:00:00Z',
    });
    build.message(app, {
      user: '李雷',
      model: 'gpt-4o',
      promptTokens: 310,
      completionTokens: 190,
      at: '2026-10-05T10:00:30Z',
    });
    saveConfiguration(app, '2026-10-20');
    return { build, app };
  };

  it('is what the list says from 1.14 on, and no minute is needed to prove the price', async () => {
    const { detail, asked } = await collect('1.14.2', twoModels('1.14.2').build);

    expect(modelsOf(detail)).toEqual([
      'alice, gpt-4o-mini, 500 tokens, 0.0001650, exact',
      '李雷, gpt-4o, 500 tokens, 0.0026750, exact',
    ]);
    expect(asked).toEqual([]);
  });

  it('is the present one where the configuration was saved before', async () => {
    const { build, app } = twoModels('1.12.1');
    build.message(app, { user: '田中', model: 'gpt-4o', at: '2026-10-25T10:00:00Z' });

    const { detail } = await collect('1.12.1', build, { unitPrices: noPrices() });

    expect(modelsOf(detail)).toContain('田中, gpt-4o, 15 tokens, 0.0000750, exact');
  });

  it('is not the present one when it was saved within the second of its beginning', async () => {
    const build = worldBuilder('1.12.1');
    const app = build.app('chat', { model: 'gpt-4o-mini' });
    build.message(app, { user: 'alice', model: 'gpt-4o', at: '2026-10-05T10:00:05Z' });
    saveConfiguration(app, '2026-10-05T10:00:05.400Z');

    const { detail } = await collect('1.12.1', build, { unitPrices: noPrices() });

    expect(modelsOf(detail)).toEqual(['alice, unknown, 15 tokens, 0.0000750, exact']);
  });

  it('is the only one that explains the price', async () => {
    const { build, app } = twoModels('1.12.1');
    build.message(app, {
      user: 'alice',
      model: 'gpt-4o-mini',
      promptTokens: 310,
      at: '2026-10-06T10:00:00Z',
    });

    const { detail } = await collect('1.12.1', build);

    expect(modelsOf(detail)).toEqual([
      'alice, gpt-4o-mini, 815 tokens, 0.0002145, exact',
      '李雷, gpt-4o, 500 tokens, 0.0026750, exact',
    ]);
  });

  it('is not told by a price of next to nothing, which every cheap model has', async () => {
    const build = worldBuilder('1.12.1');
    const free = { prompt: '0', completion: '0', priceUnit: '0.000001' };
    const unitPrices = noPrices();
    unitPrices.learn('langgenius/openai/openai', 'gpt-4o-mini', free);
    const app = build.app('chat', { model: 'gpt-4o-mini' });
    build.message(app, { user: 'alice', model: 'gpt-4o', price: '0', at: '2026-10-05T10:00:00Z' });
    saveConfiguration(app, '2026-10-20');

    const { detail } = await collect('1.12.1', build, { unitPrices });

    expect(modelsOf(detail)).toEqual(['alice, unknown, 15 tokens, 0.0000000, exact']);
  });

  it('is read from the detail only when somebody has opened it before', async () => {
    const { build } = twoModels('1.12.1');
    const [opened] = build.world.conversations;
    if (opened !== undefined) opened.readAtUs = Date.parse('2026-10-06') * 1000;

    const { detail } = await collect('1.12.1', build, { unitPrices: noPrices() });

    expect(detail.models.map(({ user, model }) => `${user?.session}: ${model}`)).toEqual([
      'alice: gpt-4o-mini',
      '李雷: undefined',
    ]);
    const details = dify?.requests.filter(({ path }) => /-conversations\/./.test(path)) ?? [];
    expect(details.map(({ path }) => path.split('/').at(-1))).toEqual([opened?.id]);
  });

  it('is unknown, or assumed on demand, when nothing tells it', async () => {
    const unknown = await collect('1.12.1', twoModels('1.12.1').build, { unitPrices: noPrices() });
    await dify?.close();
    const assumed = await collect('1.12.1', twoModels('1.12.1').build, {
      unitPrices: noPrices(),
      assumeModel: 'current',
    });

    expect(causesOf(unknown.detail)).toEqual(['allocated_by_tokens 1000', 'model_unknown 1000']);
    expect(causesOf(assumed.detail)).toEqual(['allocated_by_tokens 1000', 'model_assumed 1000']);
    expect(modelsOf(assumed.detail)).toEqual([
      'alice, gpt-4o, 500 tokens, 0.0014200, assumed',
      '李雷, gpt-4o, 500 tokens, 0.0014200, assumed',
    ]);
  });
});

describe('the price of a chat app', () => {
  it('is the ledger’s where one user has it all, without a further request', async () => {
    const build = worldBuilder('1.12.1');
    const app = build.app('chat');
    build.message(app, { user: 'alice', price: '0.1234567' });

    const { detail, asked } = await collect('1.12.1', build, { unitPrices: noPrices() });

    expect(modelsOf(detail)).toEqual(['alice, gpt-4o-mini, 15 tokens, 0.1234567, exact']);
    expect(asked).toEqual([]);
  });

  it('is asked for in as few windows as tell the users apart', async () => {
    const build = worldBuilder('1.12.1');
    const app = build.app('chat');
    const say = (user: string, time: string) =>
      build.message(app, { user, at: `2026-10-05T${time}Z`, price: '0.0000123' });
    say('alice', '10:00:00');
    say('李雷', '10:01:00');
    say('李雷', '11:30:00');
    say('alice', '12:00:00');
    say('alice', '13:00:00');
    say('李雷', '14:00:00');
    say('alice', '15:00:00');

    const { detail, asked } = await collect('1.12.1', build, { unitPrices: noPrices() });

    expect(modelsOf(detail)).toEqual([
      'alice, gpt-4o-mini, 60 tokens, 0.0000492, exact',
      '李雷, gpt-4o-mini, 45 tokens, 0.0000369, exact',
    ]);
    expect(asked).toEqual([
      'token-costs 10-05 10:01 – 10-05 11:31',
      'token-costs 10-05 14:00 – 10-05 14:01',
    ]);
  });

  it('of a mixed minute is told by unit prices that other minutes teach', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat');
    const alice = { user: 'alice', model: 'gpt-4o-mini' } as const;
    const li = { user: '李雷', model: 'gpt-4o' } as const;
    for (const [place, tokens] of [
      { promptTokens: 1000, completionTokens: 90 },
      { promptTokens: 800, completionTokens: 700 },
    ].entries()) {
      build.message(app, { ...alice, ...tokens, at: `2026-10-05T10:0${place}:05Z` });
      build.message(app, { ...li, ...tokens, at: `2026-10-05T11:0${place}:05Z` });
    }
    const mixed = { promptTokens: 1000, completionTokens: 500 };
    build.message(app, { ...alice, ...mixed, at: '2026-10-05T12:00:05Z' });
    build.message(app, { ...li, ...mixed, at: '2026-10-05T12:00:25Z' });

    const { detail, asked } = await collect('1.14.2', build, { unitPrices: noPrices() });

    expect(modelsOf(detail)).toEqual([
      'alice, gpt-4o-mini, 4090 tokens, 0.0011940, exact',
      '李雷, gpt-4o, 4090 tokens, 0.0199000, exact',
    ]);
    expect(asked).toHaveLength(6);
  });

  it('beyond the budget of requests is allocated and named', async () => {
    const build = worldBuilder('1.12.1');
    const app = build.app('chat');
    for (const [place, user] of ['alice', '李雷', 'alice', '李雷'].entries()) {
      build.message(app, { user, at: `2026-10-05T1${place}:00:00Z`, price: `0.000010${place}` });
    }

    const { detail, asked } = await collect('1.12.1', build, {
      unitPrices: noPrices(),
      minuteWindows: 1,
    });

    expect(asked).toEqual(['token-costs 10-05 11:00 – 10-05 11:01']);
    expect(causesOf(detail)).toEqual(['allocated_by_tokens 45', 'minute_windows_exhausted 45']);
    expect(modelsOf(detail)).toEqual([
      'alice, gpt-4o-mini, 30 tokens, 0.0000204, allocated',
      '李雷, gpt-4o-mini, 15 tokens, 0.0000101, allocated',
      '李雷, gpt-4o-mini, 15 tokens, 0.0000101, exact',
    ]);
  });

  it('of an unpriced model is nothing, exactly', async () => {
    const build = worldBuilder('1.12.1');
    const app = build.app('chat');
    build.message(app, { user: 'alice', price: '0' });
    build.message(app, { user: '李雷', price: '0' });

    const { detail, asked } = await collect('1.12.1', build);

    expect(modelsOf(detail)).toEqual([
      'alice, gpt-4o-mini, 15 tokens, 0.0000000, exact',
      '李雷, gpt-4o-mini, 15 tokens, 0.0000000, exact',
    ]);
    expect(asked).toEqual([]);
  });

  it('is not swept together with that of hidden conversations', async () => {
    const build = worldBuilder('1.12.1');
    const app = build.app('chat');
    const say = (user: string, time: string, price: string) =>
      build.message(app, { user, at: `2026-10-05T${time}Z`, price });
    say('alice', '10:00:00', '0.0000010');
    const gone = say('gone', '10:01:00', '0.0000500');
    say('alice', '10:02:00', '0.0000010');
    say('李雷', '10:03:00', '0.0000020');
    for (const conversation of build.world.conversations) {
      conversation.isDeleted = conversation.id === gone.conversationId;
    }

    const { detail } = await collect('1.12.1', build, { unitPrices: noPrices() });

    expect(modelsOf(detail)).toEqual([
      'nobody, unknown, 15 tokens, 0.0000500, exact',
      'alice, gpt-4o-mini, 30 tokens, 0.0000020, exact',
      '李雷, gpt-4o-mini, 15 tokens, 0.0000020, exact',
    ]);
  });

  it('of agents may stray by the rounding of their model calls, which nobody can place', async () => {
    const build = worldBuilder('1.12.1');
    const app = build.app('agent-chat', { model: 'gpt-4o' });
    const at = '2026-10-05T10:00:00Z';
    build.message(app, { user: 'alice', at, promptTokens: 100, price: '0.0003003' });
    build.message(app, { user: '李雷', at, promptTokens: 300, price: '0.0008000' });

    const { detail } = await collect('1.12.1', build);

    expect(modelsOf(detail)).toEqual([
      'alice, gpt-4o, 105 tokens, 0.0003001, allocated',
      '李雷, gpt-4o, 305 tokens, 0.0008002, allocated',
    ]);
  });

  it('in the hour that the clocks pass twice is one block', async () => {
    const build = worldBuilder('1.12.1', { timeZone: 'America/New_York' });
    const app = build.app('chat');
    build.message(app, { user: 'alice', at: '2026-11-01T05:10:00Z', price: '0.0000010' });
    build.message(app, { user: '李雷', at: '2026-11-01T05:50:00Z', price: '0.0000030' });
    build.message(app, { user: '李雷', at: '2026-11-01T06:10:00Z', price: '0.0000007' });

    const { detail, asked } = await collect('1.12.1', build, {
      unitPrices: noPrices(),
      timeZone: 'America/New_York',
      start: '2026-11-01T04:00:00Z',
      end: '2026-11-02T05:00:00Z',
      aggregation: 'daily',
    });

    expect(asked).toEqual(['token-costs 11-01 00:59 – 11-01 01:00']);
    expect(modelsOf(detail)).toEqual([
      'alice, gpt-4o-mini, 15 tokens, 0.0000020, allocated',
      '李雷, gpt-4o-mini, 15 tokens, 0.0000020, allocated',
      '李雷, gpt-4o-mini, 15 tokens, 0.0000007, exact',
    ]);
  });
});

describe('a completion app', () => {
  const oneMinute = () => {
    const build = worldBuilder('1.12.1');
    const app = build.app('completion');
    const at = '2026-10-05T10:00:00Z';
    build.message(app, { user: 'alice', at, promptTokens: 30, completionTokens: 20 });
    build.message(app, { user: '李雷', at, promptTokens: 35, completionTokens: 97 });
    build.message(app, { user: '李雷', at: '2026-10-06T10:00:00Z', promptTokens: 7 });
    return build;
  };

  it('has its tokens from windows, and by generation where users share a minute', async () => {
    const { detail, asked } = await collect('1.12.1', oneMinute());

    expect(asked).toEqual(['token-costs 10-05 10:00 – 10-05 10:01']);
    expect(usersOf(detail)).toEqual([
      'alice: 91 + 0 tokens, 1 messages, 1 conversations',
      '李雷: 103 + 0 tokens, 2 messages, 2 conversations',
    ]);
    expect(causesOf(detail)).toEqual(['allocated_by_generation 182']);
  });

  it('has exact tokens of generations that somebody has opened', async () => {
    const build = oneMinute();
    for (const conversation of build.world.conversations)
      conversation.readAtUs = conversation.createdAtUs;

    const { detail } = await collect('1.12.1', build);

    expect(modelsOf(detail)).toEqual([
      'alice, gpt-4o-mini, 50 tokens, 0.0000165, exact',
      '李雷, gpt-4o-mini, 144 tokens, 0.0000676, exact',
    ]);
    expect(causesOf(detail)).toEqual([]);
  });

  it('needs no window when one user has it all', async () => {
    const build = worldBuilder('1.12.1');
    const app = build.app('completion');
    build.message(app, { user: 'alice', at: '2026-10-05T10:00:00Z' });
    build.message(app, { user: 'alice', at: '2026-10-06T10:00:00Z' });
    build.message(app, { origin: 'debugger', at: '2026-10-06T10:00:00Z' });

    const { detail, asked } = await collect('1.12.1', build, { needs: USERS });

    expect(usersOf(detail)).toEqual(['alice: 30 + 0 tokens, 2 messages, 2 conversations']);
    expect(asked).toEqual([]);
  });

  it('leaves the part of hidden generations to nobody', async () => {
    const build = worldBuilder('1.12.1');
    const app = build.app('completion');
    build.message(app, { user: 'alice', at: '2026-10-05T10:00:00Z' });
    const hidden = build.conversation(app, { user: 'gone', at: '2026-10-06T10:00:00Z' });
    build.message(app, { conversation: hidden, promptTokens: 100 });
    hidden.isDeleted = true;

    const { detail } = await collect('1.12.1', build, { needs: USERS });

    expect(usersOf(detail)).toEqual([
      'nobody: 105 + 0 tokens, 0 messages, 0 conversations',
      'alice: 15 + 0 tokens, 1 messages, 1 conversations',
    ]);
  });

  it('does not take a debugger generation for Explore because a hidden message is counted', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('completion');
    build.message(app, { user: 'alice', at: '2026-10-05T10:00:00Z', promptTokens: 100 });
    const hidden = build.conversation(app, { user: 'gone', at: '2026-10-06T10:00:00Z' });
    build.message(app, { conversation: hidden, promptTokens: 5000 });
    hidden.isDeleted = true;
    build.message(app, { origin: 'debugger', at: '2026-10-07T10:00:00Z', promptTokens: 700 });

    const { detail } = await collect('1.14.2', build, { needs: USERS });

    expect(usersOf(detail)).toEqual([
      'nobody: 5005 + 0 tokens, 0 messages, 0 conversations',
      'alice: 105 + 0 tokens, 1 messages, 1 conversations',
    ]);
  });

  it('keeps the models of a minute apart that the list names', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('completion');
    const at = (second: string) => `2026-10-05T10:00:${second}Z`;
    build.message(app, { user: 'alice', at: at('05'), model: 'gpt-4o', promptTokens: 1000 });
    build.message(app, { user: 'alice', at: at('45'), model: 'gpt-4o-mini', promptTokens: 1000 });

    const { detail } = await collect('1.14.2', build);

    expect(detail.models.map(({ model, certainty }) => `${model}, ${certainty}`)).toEqual([
      'gpt-4o, allocated',
      'gpt-4o-mini, allocated',
    ]);
  });

  it('gives nobody a model that was saved after the generation', async () => {
    const build = worldBuilder('1.12.1');
    const app = build.app('completion', { model: 'gpt-4o-mini' });
    saveConfiguration(app, '2026-10-05T10:20:30Z');
    for (let minute = 10; minute < 30; minute += 1) {
      const model = minute < 20 ? 'gpt-4o' : 'gpt-4o-mini';
      // Second 59 joins each minute with the next one.
      for (const second of ['01', '59'])
        build.message(app, { user: 'alice', at: `2026-10-05T10:${minute}:${second}Z`, model });
    }

    const { detail } = await collect('1.12.1', build, { unitPrices: noPrices() });

    expect(detail.models.map(({ model, executions }) => `${model} ${executions}`)).toEqual([
      'undefined 21',
      'gpt-4o-mini 19',
    ]);
  });

  it('follows a message that was stored a second after its conversation, into the next day', async () => {
    const build = worldBuilder('1.12.1');
    const app = build.app('completion');
    const late = build.conversation(app, { user: 'alice', at: '2026-10-05T23:59:59Z' });
    build.message(app, { conversation: late, at: '2026-10-06T00:00:00Z' });
    const before = build.conversation(app, { user: '李雷', at: '2026-09-30T23:59:59Z' });
    build.message(app, { conversation: before, at: '2026-10-01T00:00:00Z' });
    const after = build.conversation(app, { user: '田中', at: '2026-10-31T23:59:59Z' });
    build.message(app, { conversation: after, at: '2026-11-01T00:00:00Z' });

    const { detail } = await collect('1.12.1', build, { needs: USERS, aggregation: 'daily' });

    expect(detail.users.map(({ bucket, user }) => [bucket, user?.session])).toEqual([
      ['2026-10-01', '李雷'],
      ['2026-10-06', 'alice'],
    ]);
  });
});

describe('an app of mode agent', () => {
  it('is nobody’s, without looking for anybody', async () => {
    const build = worldBuilder('1.15.0');
    const app = build.app('agent');
    build.message(app, { user: 'alice', price: '0.0000042' });

    const { detail } = await collect('1.15.0', build);

    expect(modelsOf(detail)).toEqual(['nobody, unknown, 15 tokens, 0.0000042, exact']);
    expect(dify?.requests.filter(({ path }) => path.includes('conversations'))).toEqual([]);
  });
});

describe('every ledger app', () => {
  const call = fc.record({
    mode: fc.constantFrom('chat' as const, 'agent-chat' as const, 'completion' as const),
    user: fc.constantFrom('alice', '李雷', '__proto__'),
    origin: fc.constantFrom('service-api' as const, 'explore' as const, 'debugger' as const),
    model: fc.constantFrom('gpt-4o' as const, 'gpt-4o-mini' as const, 'deepseek-chat' as const),
    seconds: fc.integer({ min: 0, max: 600 }),
    promptTokens: fc.nat({ max: 500 }),
    completionTokens: fc.nat({ max: 500 }),
    price: fc.option(fc.constantFrom('0.0000001', '0.0012345'), { nil: undefined }),
    isDeleted: fc.boolean(),
    isRead: fc.boolean(),
  });

  it('has users and models that add up to its ledger, whatever happened in it', async () => {
    const worlds = fc.record({
      version: fc.constantFrom('0.15.3', '1.8.1', '1.9.1', '1.12.1', '1.14.2'),
      calls: fc.array(call, { minLength: 1, maxLength: 12 }),
      minuteWindows: fc.constantFrom(0, 1, 3, 2000),
      needs: fc.constantFrom(USERS, { users: true, models: true, messages: true }),
      isChangedMeanwhile: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        worlds,
        async ({ version, calls, minuteWindows, needs, isChangedMeanwhile }) => {
          const build = worldBuilder(version);
          const apps = {
            chat: build.app('chat'),
            'agent-chat': build.app('agent-chat'),
            completion: build.app('completion'),
          };
          for (const { mode, seconds, isDeleted, isRead, price, ...fields } of calls) {
            const at = new Date(Date.parse('2026-10-05T23:55:00Z') + seconds * 1000).toISOString();
            const conversation = build.conversation(apps[mode], { ...fields, at });
            build.message(apps[mode], { conversation, at, ...fields, ...(price && { price }) });
            if (isDeleted) conversation.isDeleted = true;
            if (isRead) conversation.readAtUs = conversation.createdAtUs;
          }
          for (const app of Object.values(apps)) saveConfiguration(app, '2026-10-06');
          const server = await startFakeDify({ version, world: build.world });
          const meanwhile = () => {
            for (const message of build.world.messages)
              if (isChangedMeanwhile) message.messageTokens += 7;
          };
          const results = await collectDetails(server, {
            password: OWNER.password,
            unitPrices: recordedUnitPrices(version),
            aggregation: 'daily',
            minuteWindows,
            needs,
            meanwhile,
          });
          await server.close();

          for (const { ledger, detail } of results) {
            for (const { bucket, totalTokens, units = 0n } of ledger) {
              const users = detail.users.filter((row) => row.bucket === bucket);
              const models = detail.models.filter((row) => row.bucket === bucket);
              expect(sumTokens(users)).toBe(totalTokens);
              if (!needs.models) continue;
              expect(sumTokens(models)).toBe(totalTokens);
              expect(
                models.reduce((sum, row) => sum + row.promptUnits + row.completionUnits, 0n),
              ).toBe(units);
            }
          }
        },
      ),
      { numRuns: 30 },
    );
  }, 60_000);
});

describe('the records of API_Meter, which has no users', () => {
  const NO_USERS = { users: false, models: true, messages: false };

  it('need no minute to tell the users of a model apart', async () => {
    const build = worldBuilder('1.14.2');
    const app = build.app('chat');
    const other = build.app('completion');
    for (let minute = 10; minute < 20; minute += 1) {
      const fields = { user: minute % 2 ? 'alice' : '李雷', at: `2026-10-05T10:${minute}:05Z` };
      build.message(app, { ...fields, promptTokens: 1000 + minute });
      build.message(other, { ...fields, promptTokens: 1000 + minute });
    }

    const { asked } = await collect('1.14.2', build, { needs: NO_USERS, unitPrices: noPrices() });

    expect(asked).toEqual([]);
  });
});

describe('what is called exact', () => {
  const call = fc.record({
    user: fc.constantFrom('alice', '李雷', '__proto__'),
    origin: fc.constantFrom('service-api' as const, 'explore' as const, 'debugger' as const),
    model: fc.constantFrom('gpt-4o' as const, 'gpt-4o-mini' as const, 'deepseek-chat' as const),
    seconds: fc.integer({ min: 0, max: 600 }),
    promptTokens: fc.nat({ max: 500 }),
    completionTokens: fc.nat({ max: 500 }),
  });
  const worlds = fc.record({
    version: fc.constantFrom('1.4.3', '1.9.1', '1.12.1', '1.14.2'),
    mode: fc.constantFrom('chat' as const, 'agent-chat' as const, 'completion' as const),
    calls: fc.array(call, { minLength: 1, maxLength: 10 }),
    minuteWindows: fc.constantFrom(2, 2000),
  });

  it('is what the database holds', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async ({ version, mode, calls, minuteWindows }) => {
        const build = worldBuilder(version);
        const app = build.app(mode);
        const savedAt = Date.parse('2026-10-06');
        for (const { seconds, model, ...fields } of calls) {
          const ms = Date.parse('2026-10-05T23:55:00Z') + seconds * 1000;
          const at = new Date(ms).toISOString();
          // The configuration of the moment: another model before the present one was saved.
          const ran = mode === 'completion' || ms >= savedAt ? 'gpt-4o-mini' : model;
          const conversation = build.conversation(app, { ...fields, model: ran, at });
          build.message(app, { conversation, at, ...fields });
        }
        if (app.modelConfig !== null) app.modelConfig.updatedAtUs = savedAt * 1000;
        const { detail } = await collect(version, build, { aggregation: 'daily', minuteWindows });
        await dify?.close();
        dify = undefined;

        const truth = billedBy(build, version);
        for (const bucket of ['2026-10-05', '2026-10-06']) {
          const rows = detail.models.filter((row) => row.bucket === bucket);
          if (rows.some(({ user }) => user === undefined)) continue;
          for (const id of new Set(rows.map(({ user }) => user?.id))) {
            const own = rows.filter(({ user }) => user?.id === id);
            if (own.some(({ certainty, model }) => certainty !== 'exact' || model === undefined))
              continue;
            expect(
              Object.fromEntries(
                own.map((row) => [
                  row.model,
                  `${row.promptTokens + row.completionTokens} tokens, ${formatUnits(row.promptUnits + row.completionUnits)}`,
                ]),
              ),
            ).toEqual(truth(bucket, id));
          }
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

function billedBy({ world }: WorldBuilder, version: string) {
  const billed = world.messages.filter(
    ({ invokeFrom, messageTokens, answerTokens }) =>
      (version === '1.4.3' || invokeFrom !== 'debugger') && messageTokens + answerTokens > 0,
  );
  return (bucket: string, userId: string | undefined) => {
    const sums: Record<string, { tokens: number; units: bigint }> = {};
    for (const message of billed) {
      if (new Date(message.createdAtUs / 1000).toISOString().slice(0, 10) !== bucket) continue;
      if ((message.fromEndUserId ?? message.fromAccountId) !== userId) continue;
      const sum = sums[message.modelId ?? ''] ?? { tokens: 0, units: 0n };
      sums[message.modelId ?? ''] = {
        tokens: sum.tokens + message.messageTokens + message.answerTokens,
        units: sum.units + parseUnits(message.totalPrice),
      };
    }
    return Object.fromEntries(
      Object.entries(sums).map(([model, { tokens, units }]) => [
        model,
        `${tokens} tokens, ${formatUnits(units)}`,
      ]),
    );
  };
}

function sumTokens(
  rows: readonly { readonly promptTokens: number; readonly completionTokens: number }[],
) {
  return rows.reduce(
    (sum, { promptTokens, completionTokens }) => sum + promptTokens + completionTokens,
    0,
  );
}

function noPrices() {
  return gatherUnitPrices();
}
