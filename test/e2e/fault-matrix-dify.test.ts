import { describe, expect, it } from 'vitest';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import type { FaultAction } from '../support/fake-dify/faults.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { storedFigures } from '../support/stored-figures.ts';

const OCTOBER = ['export', '--period', '2026-10', '--timezone', 'Asia/Tokyo', '--mode', 'both'];
const IMPATIENT = { env: { DIFY_FETCH_TIMEOUT_MS: '1000' } };
const ONE = '2026-10 one 15 0.0000750 USD';
const TWO = '2026-10 two 15 0.0000750 USD';
const ALWAYS = Number.POSITIVE_INFINITY;
/** The stage's present is 2026-12-10T03:00:00Z. */
const IN_A_MOMENT = 'Thu, 10 Dec 2026 03:00:20 GMT';
const IN_A_DAY = 'Fri, 11 Dec 2026 03:00:00 GMT';

const busy = (retryAfter: string): FaultAction => ({
  kind: 'answer',
  status: 429,
  headers: { 'retry-after': retryAfter },
  body: { code: 'too_many_requests' },
});
const failing: FaultAction = { kind: 'answer', status: 500, body: { code: 'internal' } };
const wrongTypes: FaultAction = {
  kind: 'rewrite',
  toBody: () => ({ data: [{ id: 'node', node_type: 7 }] }),
};

describe('one app whose nodes Dify answers', () => {
  it.each<[string, FaultAction, string]>([
    ['with a closed connection', { kind: 'refuse' }, 'App "two" is withheld'],
    ['with a reset', { kind: 'reset' }, 'App "two" is withheld'],
    ['never', { kind: 'hang' }, 'App "two" is withheld'],
    ['too slowly', { kind: 'drip', pieces: 20, pauseMs: 200 }, 'App "two" is withheld'],
    ['in half', { kind: 'cut' }, 'App "two" is withheld'],
    ['with half of a JSON', { kind: 'truncate' }, 'App "two" is withheld'],
    ['with nothing', { kind: 'empty' }, 'App "two" is withheld'],
    ['with a page of HTML', { kind: 'html', status: 200 }, 'App "two" is withheld'],
    ['with wrong types', wrongTypes, 'data.0.node_type should be string'],
    ['500', failing, 'App "two" is withheld'],
  ])('%s is withheld, and the other one is billed', async (_name, action, told) => {
    const { stage, second } = await startWithTwoApps();
    stage.dify.addFault({ path: nodesOf(second), times: ALWAYS, action });

    const run = await stage.run(OCTOBER, IMPATIENT);

    expect(run).toMatchObject({ status: 69, stdout: '' });
    expect(run.stderr).toContain(told);
    expect(storedFigures(stage.receiver)).toEqual([ONE]);
    expect(stage.receiver.rows('workspace_records')).toEqual([]);
    await expectHealthyRunToComplete(stage);
  });

  it.each<[string, FaultAction]>([
    ['with a closed connection', { kind: 'refuse' }],
    ['with a reset', { kind: 'reset' }],
    ['not in time', { kind: 'hang' }],
    ['in small pieces', { kind: 'drip', pieces: 20, pauseMs: 5 }],
    ['in half', { kind: 'cut' }],
    ['with half of a JSON', { kind: 'truncate' }],
    ['with nothing', { kind: 'empty' }],
    ['with a page of HTML', { kind: 'html', status: 200 }],
    ['with the page of a gateway', { kind: 'html', status: 502 }],
    ['429 for a while, in seconds', busy('20')],
    ['429 for a while, as a date', busy(IN_A_MOMENT)],
    ['500', failing],
  ])('%s once is billed', async (_name, action) => {
    const { stage, second } = await startWithTwoApps();
    stage.dify.addFault({ path: nodesOf(second), action });

    const run = await stage.run(OCTOBER, IMPATIENT);

    expect(run).toMatchObject({ status: 0, stdout: '' });
    expect(storedFigures(stage.receiver)).toEqual([ONE, TWO]);
    expect(stage.receiver.requests).toHaveLength(1);
  });
});

describe('a Dify that asks to be left alone for a day', () => {
  it.each([
    ['in seconds', '86400'],
    ['as a date', IN_A_DAY],
  ])('%s is left alone, and nothing is billed', async (_name, retryAfter) => {
    const { stage, second } = await startWithTwoApps();
    stage.dify.addFault({ path: nodesOf(second), action: busy(retryAfter) });

    const run = await stage.run(OCTOBER, IMPATIENT);

    expect(run).toMatchObject({ status: 69, stdout: '' });
    expect(run.stderr).toContain('left alone for 8');
    expect(stage.receiver.requests).toEqual([]);
    await expectHealthyRunToComplete(stage);
  });
});

describe('a Dify whose list of apps comes', () => {
  it.each<[string, FaultAction]>([
    ['never', { kind: 'hang' }],
    ['in half', { kind: 'cut' }],
    ['as a page of HTML', { kind: 'html', status: 200 }],
    ['empty of everything', { kind: 'rewrite', toBody: () => ({}) }],
    ['with 503', { kind: 'answer', status: 503, body: {} }],
  ])('%s is not taken for one without apps', async (_name, action) => {
    const { stage } = await startWithTwoApps();
    stage.dify.addFault({ path: /^\/apps\?/, times: ALWAYS, action });

    const run = await stage.run(OCTOBER, IMPATIENT);

    expect(run).toMatchObject({ status: 69, stdout: '' });
    expect(stage.receiver.requests).toEqual([]);
    await expectHealthyRunToComplete(stage);
  });
});

describe('a session of Dify', () => {
  it('that ends every three requests is renewed as often, with one login', async () => {
    const { stage } = await startWithTwoApps();
    for (let after = 2; after < 60; after += 3) {
      stage.dify.addFault({ path: /^\/apps/, skip: after, action: { kind: 'expire-tokens' } });
    }

    // One at a time: the repetition of a refused request is not itself the next third one.
    const run = await stage.run(OCTOBER, { env: { DIFY_CONCURRENCY: '1' } });

    expect(run).toMatchObject({ status: 0, stdout: '' });
    expect(storedFigures(stage.receiver)).toEqual([ONE, TWO]);
    const refreshed = stage.dify.requests.filter(({ path }) => path === '/refresh-token');
    expect(refreshed.length).toBeGreaterThan(1);
    expect(stage.dify.requests.filter(({ path }) => path === '/login')).toHaveLength(1);
  });

  it('whose workspace somebody switches bills nothing of the other one', async () => {
    const build = worldBuilder('1.14.2');
    const home = build.world.workspaces[0]?.id ?? '';
    const { id: other } = build.workspace('other');
    for (const name of ['one', 'two']) {
      build.run(build.app('workflow', { name }), { nodes: [llm()] });
    }
    const stage = await startStage({ world: build.world });
    const action: FaultAction = { kind: 'switch-workspace', workspaceId: other };
    stage.dify.addFault({ path: /node-executions/, action });

    expect(await stage.run(OCTOBER)).toMatchObject({ status: 69, stdout: '' });

    expect(stage.receiver.requests).toEqual([]);
    for (const member of build.world.members) member.current = member.workspaceId === home;
    await expectHealthyRunToComplete(stage);
  });
});

async function expectHealthyRunToComplete(stage: Stage): Promise<void> {
  stage.dify.clearFaults();
  expect(await stage.run(OCTOBER)).toMatchObject({ status: 0, stdout: '' });
  expect(storedFigures(stage.receiver)).toEqual([ONE, TWO]);
  expect(stage.receiver.rows('workspace_records')).toMatchObject([
    { token_count: 30, total_price: '0.0001500' },
  ]);
}

async function startWithTwoApps() {
  const build = worldBuilder('1.14.2');
  const [first, second] = ['one', 'two'].map((name) => build.app('workflow', { name }));
  if (first === undefined || second === undefined) throw new TypeError('There are two apps');
  for (const app of [first, second]) build.run(app, { nodes: [llm()] });
  return { stage: await startStage({ world: build.world }), second };
}

function nodesOf({ id }: { readonly id: string }): RegExp {
  return new RegExp(`^/apps/${id}/.*node-executions`);
}
