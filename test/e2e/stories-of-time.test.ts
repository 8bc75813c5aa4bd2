import { describe, expect, it } from 'vitest';
import { type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { presetOf } from '../support/fake-dify/presets.ts';
import type { WorldApp } from '../support/fake-dify/world.ts';
import { startStage } from '../support/stage.ts';
import { storedFigures } from '../support/stored-figures.ts';

const MINUTE_MS = 60_000;

describe('story 1, month rollover', () => {
  it('bills exactly the month of Tokyo at 00:05, in a container in UTC', async () => {
    const build = worldBuilder('1.14.2');
    const workflow = build.app('workflow', { name: 'workflow' });
    const chat = build.app('chat', { name: 'chat' });
    const use = (at: string, promptTokens: number) => {
      build.run(workflow, { at, nodes: [llm({ promptTokens, completionTokens: 0 })] });
      build.message(chat, { at, promptTokens, completionTokens: 0, price: '0' });
    };
    use('2026-10-31T14:59:59Z', 1);
    use('2026-10-31T15:00:00Z', 10);
    use('2026-11-30T14:59:59Z', 100);
    use('2026-11-30T15:00:00Z', 1000);
    const stage = await startStage({ world: build.world, now: '2026-11-30T15:05:00Z' });

    const run = await stage.run(
      ['export', '--period', 'last_month', '--timezone', 'Asia/Tokyo', '--mode', 'both'],
      { env: { TZ: 'UTC' } },
    );

    expect(run).toMatchObject({ status: 0, stdout: '' });
    expect(storedFigures(stage.receiver)).toEqual([
      '2026-11 chat 110 0.0000000 USD',
      '2026-11 workflow 110 0.0002750 USD',
    ]);
    expect(JSON.parse(stage.receiver.requests[0]?.body ?? '')).toMatchObject({
      fetch_period: { start: '2026-10-31T15:00:00.000Z', end: '2026-11-30T14:59:59.999Z' },
      workspace_records: [{ period: '2026-11', token_count: 220 }],
    });
  });
});

describe.each(['1.8.1', '1.14.2'])('story 2, late finisher on Dify %s', (version) => {
  it('says that the day is provisional, and replaces it when the run has ended', async () => {
    const build = worldBuilder(version);
    const app = build.app('workflow', { name: 'nightly' });
    build.run(app, { at: '2026-11-30T03:00:00Z', nodes: [llm()] });
    const finish = startLateRun(build, app, version);
    const stage = await startStage({ version, world: build.world, now: '2026-11-30T15:05:00Z' });
    const args = ['export', '--period', 'yesterday', '--aggregate', 'daily'];
    const yesterday = [...args, '--timezone', 'Asia/Tokyo', '--json'];

    const early = await stage.run(yesterday);
    const first = storedFigures(stage.receiver);
    finish();
    stage.setNow('2026-11-30T16:05:00Z');
    const late = await stage.run(yesterday);

    expect(JSON.parse(early.stdout)).toMatchObject({ status: 0, period: { provisional: true } });
    // Until it has ended, 1.8.1 shows nothing of a run, and 1.14.2 what it has spent so far.
    const soFar = version === '1.8.1' ? 15 : 30;
    expect(first.map((figure) => figure.split(' ')[2])).toEqual([String(soFar)]);
    expect(JSON.parse(late.stdout)).toMatchObject({ status: 0, period: { provisional: false } });
    expect(storedFigures(stage.receiver)).toEqual(['2026-11-30 nightly 45 0.0002250 USD']);
  });
});

/** A run from 23:58 to 00:07 in Tokyo, of which the first of two calls is done at 00:05. */
function startLateRun(build: WorldBuilder, app: WorldApp, version: string): () => void {
  const { logs, nodes } = build.world;
  const { run } = build.run(app, {
    at: '2026-11-30T14:58:00Z',
    seconds: 9 * 60,
    nodes: [llm(), llm()],
  });
  const ended = { ...run };
  Object.assign(run, { status: 'running', totalTokens: 0, finishedAtUs: null });
  const laterNodes = nodes.splice(-2);
  const laterLogs = presetOf(version).logTime === 'end' ? logs.splice(-1) : [];
  return () => {
    Object.assign(run, ended);
    nodes.push(...laterNodes);
    logs.push(...laterLogs);
  };
}

describe('story 12, daylight saving', () => {
  it.each([
    {
      zone: 'America/New_York',
      what: 'a day of 25 hours',
      from: '2026-10-31T04:30:00Z',
      hours: 73,
      dates: ['2026-10-31', '2026-11-02'],
      days: { '2026-10-31': 360, '2026-11-01': 375, '2026-11-02': 360 },
      months: { '2026-10': 360, '2026-11': 735 },
    },
    {
      zone: 'America/New_York',
      what: 'a day of 23 hours',
      from: '2027-03-13T05:30:00Z',
      hours: 71,
      dates: ['2027-03-13', '2027-03-15'],
      days: { '2027-03-13': 360, '2027-03-14': 345, '2027-03-15': 360 },
      months: { '2027-03': 1065 },
    },
    {
      zone: 'America/Santiago',
      what: 'a day without a midnight',
      from: '2026-09-05T04:30:00Z',
      hours: 71,
      dates: ['2026-09-05', '2026-09-07'],
      days: { '2026-09-05': 360, '2026-09-06': 345, '2026-09-07': 360 },
      months: { '2026-09': 1065 },
    },
    {
      zone: 'America/Santiago',
      what: 'a day with two midnights',
      from: '2027-04-02T03:30:00Z',
      hours: 73,
      dates: ['2027-04-02', '2027-04-04'],
      days: { '2027-04-02': 360, '2027-04-03': 375, '2027-04-04': 360 },
      months: { '2027-04': 1095 },
    },
  ])('loses and doubles nothing on $what in $zone', async (story) => {
    const { zone, dates, from, hours } = story;
    const build = worldBuilder('1.14.2', { timeZone: 'Asia/Tokyo' });
    const workflow = build.app('workflow', { name: 'workflow' });
    const chat = build.app('chat', { name: 'chat' });
    for (let hour = 0; hour < hours; hour += 1) {
      const at = new Date(Date.parse(from) + hour * 60 * MINUTE_MS).toISOString();
      build.run(workflow, { at, nodes: [llm()] });
      build.message(chat, { at });
    }
    const stage = await startStage({ world: build.world, now: '2027-06-01T00:00:00Z' });
    const [first = '', last = ''] = dates;
    const args = ['export', '--from', first, '--to', last, '--timezone', zone];

    const daily = await stage.run([...args, '--aggregate', 'daily']);
    const monthly = await stage.run([...args, '--aggregate', 'monthly']);

    expect([daily.status, monthly.status]).toEqual([0, 0]);
    const records = stage.receiver.rows('app_records');
    for (const name of ['chat', 'workflow']) {
      const mine = records.filter((record) => record['app_name'] === name);
      const tokens = mine.map(({ period, token_count }) => [period, token_count]);
      expect(Object.fromEntries(tokens)).toEqual({ ...story.days, ...story.months });
    }
  });
});

describe('story 13, the zone of the Dify account is changed', () => {
  const args = ['export', '--period', '2026-10', '--aggregate', 'daily', '--mode', 'all'];

  it('moves no figure where a zone is configured', async () => {
    const build = twoDays();
    const stage = await startStage({ world: build.world });

    await stage.run([...args, '--timezone', 'Asia/Tokyo']);
    build.owner.timezone = 'America/New_York';
    const run = await stage.run([...args, '--timezone', 'Asia/Tokyo', '--force']);

    expect(run.status).toBe(0);
    expect(
      storedFigures(stage.receiver).map((line) => line.split(' ').slice(0, 3).join(' ')),
    ).toEqual([
      '2026-10-05 chat 240',
      '2026-10-05 workflow 240',
      '2026-10-06 chat 480',
      '2026-10-06 workflow 480',
      '2026-10-07 chat 180',
      '2026-10-07 workflow 180',
    ]);
    const [before, after] = stage.receiver.requests;
    expect(after?.body).toBe(before?.body);
    expect(after?.idempotencyKey).toBe(before?.idempotencyKey);
  });

  it('moves the days where none is, and every run names the zone that it took', async () => {
    const build = twoDays();
    const stage = await startStage({ world: build.world });
    const zones: unknown[] = [];

    for (const timeZone of ['Asia/Tokyo', 'America/New_York']) {
      build.owner.timezone = timeZone;
      const run = await stage.run([...args, '--json']);
      zones.push(JSON.parse(run.stdout).period);
    }

    expect(zones).toMatchObject([
      { time_zone: 'Asia/Tokyo', time_zone_from: 'dify_account' },
      { time_zone: 'America/New_York', time_zone_from: 'dify_account' },
    ]);
    const [before, after] = stage.receiver.requests;
    expect(after?.idempotencyKey).not.toBe(before?.idempotencyKey);
  });
});

/** A run and a message every 45 minutes, from noon in Tokyo on. */
function twoDays() {
  const build = worldBuilder('1.14.2', { timeZone: 'Asia/Tokyo' });
  const workflow = build.app('workflow', { name: 'workflow' });
  const chat = build.app('chat', { name: 'chat' });
  for (let part = 0; part < 60; part += 1) {
    const at = new Date(Date.parse('2026-10-05T03:07:00Z') + part * 45 * MINUTE_MS);
    build.run(workflow, { at: at.toISOString(), nodes: [llm()] });
    build.message(chat, { at: at.toISOString() });
  }
  return build;
}

describe('story 22, clock skew', () => {
  const args = ['export', '--period', '2026-10', '--timezone', 'UTC', '--json'];

  it('is warned of, and the period is not called closed before the clock of Dify agrees', async () => {
    const now = '2026-11-01T00:25:00Z';
    const straight = await startStage({ world: oneRun(), now });
    const skewed = await startStage({ world: oneRun(), now, difyAheadMs: -12 * MINUTE_MS });

    const [agreed, doubtful] = [await straight.run(args), await skewed.run(args)];

    expect(JSON.parse(agreed.stdout)).toMatchObject({
      status: 0,
      period: { provisional: false },
      warnings: [],
    });
    expect(JSON.parse(doubtful.stdout)).toMatchObject({
      status: 0,
      period: { provisional: true },
      warnings: [
        { code: 'clock_skew', message: expect.stringMatching(/Dify is 7[12]\d s behind/) },
      ],
    });
  });

  it('of the receiver is warned of too', async () => {
    const stage = await startStage({ world: oneRun(), receiverAheadMs: 12 * MINUTE_MS });

    const run = await stage.run(args);

    expect(JSON.parse(run.stdout)).toMatchObject({
      status: 0,
      warnings: [
        { code: 'clock_skew', message: expect.stringMatching(/receiver is 7[12]\d s ahead/) },
      ],
    });
  });

  it('of half a minute is not worth a word', async () => {
    const stage = await startStage({ world: oneRun(), difyAheadMs: 25_000 });

    const run = await stage.run(args);

    expect(JSON.parse(run.stdout)).toMatchObject({ status: 0, warnings: [] });
  });
});

function oneRun() {
  const build = worldBuilder('1.14.2');
  build.run(build.app('workflow'), { nodes: [llm()] });
  return build.world;
}
