import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { type ScriptedAnswer, startFakeReceiver } from '../support/fake-receiver.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { storedFigures } from '../support/stored-figures.ts';

const OCTOBER = ['export', '--period', '2026-10', '--timezone', 'Asia/Tokyo', '--mode', 'both'];
const ONE_RETRY = { env: { MAX_RETRIES: '1', EXTERNAL_API_TIMEOUT_MS: '1000' } };
const BILL = ['2026-10 one 15 0.0000750 USD', '2026-10 two 15 0.0000750 USD'];

type Row = readonly [
  name: string,
  answer: ScriptedAnswer,
  status: number,
  /** How often the body is posted, its parts included. */
  posts: number,
  folder: 'spool' | 'rejected' | 'none',
];

describe('a receiver that answers', () => {
  const taken = { stores: true };
  const temporary = [408, 425, 429, 500, 502, 503, 504, 507];
  const refusing = [400, 402, 415, 422];
  const rows: readonly Row[] = [
    ['200', taken, 0, 1, 'none'],
    ['200 without a body', { ...taken, body: '' }, 0, 1, 'none'],
    ['201', { ...taken, status: 201 }, 0, 1, 'none'],
    ['204', { ...taken, status: 204, body: '' }, 0, 1, 'none'],
    ['409 to what it has', { ...taken, status: 409, body: { success: false } }, 0, 1, 'none'],
    ['200 with success: false', { body: { success: false, message: 'no' } }, 76, 1, 'spool'],
    ['200 with a page of HTML', { body: '<html>Sign in</html>' }, 76, 1, 'spool'],
    ['200 with a list', { body: [] }, 76, 1, 'spool'],
    ['200 with half of a JSON', { body: '{"success":tr' }, 76, 1, 'spool'],
    ['200 with 100 KB', { body: { text: 'x'.repeat(100_000) } }, 76, 1, 'spool'],
    ...[401, 403].map((status): Row => [`${status}`, { status }, 77, 1, 'spool']),
    ...[404, 405, 410].map((status): Row => [`${status}`, { status }, 78, 1, 'spool']),
    ...temporary.map((status): Row => [`${status}`, { status }, 75, 2, 'spool']),
    // The whole body, and then each of its two arrays.
    ...refusing.map((status): Row => [`${status}`, { status }, 65, 3, 'rejected']),
    // Three records: 3, then 2 and 1, and at last the 2 one by one.
    ['413 whatever the size', { status: 413 }, 65, 5, 'rejected'],
    ['nothing, ever', { fault: 'hang' }, 75, 2, 'spool'],
    ['with a reset', { fault: 'reset' }, 75, 2, 'spool'],
    ['and stops in the middle', { fault: 'cut' }, 75, 2, 'spool'],
    ['and dies after it stored the body', { stores: true, fault: 'reset' }, 75, 2, 'spool'],
    ['and stops when it has stored the body', { stores: true, fault: 'cut' }, 75, 2, 'spool'],
  ];

  it.each(rows)('%s costs nothing', async (_name, answer, status, posts, folder) => {
    const stage = await startStage({ world: twoApps() });
    stage.receiver.always(answer);

    const run = await stage.run(OCTOBER, ONE_RETRY);

    expect(run).toMatchObject({ status, stdout: '' });
    expect(stage.receiver.requests).toHaveLength(posts);
    expectOneBodyPerKey(stage);
    expect(storedFigures(stage.receiver)).toEqual(answer.stores === true ? BILL : []);
    expect(await countEntries(stage, 'spool')).toBe(folder === 'spool' ? 1 : 0);
    expect((await countEntries(stage, 'rejected')) > 0).toBe(folder === 'rejected');
    await expectHealthyRunToComplete(stage);
  });
});

it.each([301, 302, 303, 307, 308])(
  'a redirect with %i takes neither body nor token elsewhere',
  async (status) => {
    const elsewhere = await startFakeReceiver();
    onTestFinished(() => elsewhere.close());
    const stage = await startStage({ world: twoApps() });
    stage.receiver.always({ status, headers: { location: elsewhere.url.href } });

    expect(await stage.run(OCTOBER, ONE_RETRY)).toMatchObject({ status: 78, stdout: '' });

    expect(stage.receiver.requests).toHaveLength(1);
    expect(elsewhere.requests).toEqual([]);
    expect(await countEntries(stage, 'spool')).toBe(1);
    await expectHealthyRunToComplete(stage);
  },
);

describe('a receiver that takes no more than', () => {
  it.each([
    [10_000, 0, 1],
    [600, 0, 3],
    [400, 0, 5],
  ])('%i bytes gets everything all the same', async (maxBytes, status, posts) => {
    const stage = await startStage({ world: twoApps(), receiver: { maxBytes } });

    const run = await stage.run(OCTOBER, ONE_RETRY);

    expect(run).toMatchObject({ status, stdout: '', stderr: '' });
    expect(stage.receiver.requests).toHaveLength(posts);
    expectOneBodyPerKey(stage);
    await expectHealthyRunToComplete(stage);
  });
});

async function expectHealthyRunToComplete(stage: Stage): Promise<void> {
  stage.receiver.always(undefined);
  expect(await stage.run(OCTOBER)).toMatchObject({ status: 0, stdout: '' });
  expect(storedFigures(stage.receiver)).toEqual(BILL);
  expect(stage.receiver.rows('workspace_records')).toMatchObject([
    { token_count: 30, total_price: '0.0001500' },
  ]);
  expect(await countEntries(stage, 'spool')).toBe(0);
}

function expectOneBodyPerKey({ receiver }: Stage): void {
  const bodies = new Set(receiver.requests.map(({ body }) => body));
  const keys = new Set(receiver.requests.map(({ idempotencyKey }) => idempotencyKey));
  expect(keys.size).toBe(bodies.size);
}

async function countEntries({ stateDir }: Stage, folder: 'spool' | 'rejected'): Promise<number> {
  const names = await readdir(join(stateDir, folder));
  return names.filter((name) => name.endsWith('.json')).length;
}

/** Two apps with 15 tokens each. */
function twoApps() {
  const build = worldBuilder('1.14.2');
  for (const name of ['one', 'two']) build.run(build.app('workflow', { name }), { nodes: [llm()] });
  return build.world;
}
