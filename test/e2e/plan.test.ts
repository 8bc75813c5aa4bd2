import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { loadWorld } from '../support/fake-dify/load-world.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { startStage } from '../support/stage.ts';

const PLAN = ['export', '--plan', '--period', '2026-10', '--timezone', 'Asia/Tokyo'];
const NO_RECEIVER = { EXTERNAL_API_URL: undefined, EXTERNAL_API_TOKEN: undefined };

describe('export --plan', () => {
  it('prints what each app and all of it would cost, without a receiver', async () => {
    const stage = await startStage({ world: smallWorld() });

    const run = await stage.run([...PLAN, '--mode', 'per_model'], { env: NO_RECEIVER });

    expect(run).toMatchObject({ status: 0, stderr: '' });
    const lines = run.stdout.split('\n');
    expect(lines.slice(0, 5)).toEqual([
      'app                       mode      runs  messages  conversations  windows  requests',
      '窓口gpj .exe              chat         0         2              2     0..4         5',
      'Summary                   workflow     1         -              0        0         4',
      'signing in, listing apps                                                           7',
      'total                                                                             16',
    ]);
    expect(lines.slice(5)).toEqual([
      '',
      expect.stringMatching(
        /^Dify 1\.14\.2 at 127\.0\.0\.1:\d+, 2026-10-01\.\.2026-10-31 \(Asia\/Tokyo\)$/,
      ),
      'Expected: 16 requests (15..19) in about 1 second',
      expect.stringMatching(
        /^ {2}at [\d.]+ ms each, the median of \d+ that this plan made, and 8 at once\.$/,
      ),
      'Plan: nothing was exported, sent or stored.',
      '',
    ]);
    expect(stage.receiver.requests).toEqual([]);
    expect(await readdir(stage.stateDir)).toEqual([]);
  });

  it('is one JSON document that the export then agrees with', async () => {
    const { world } = loadWorld('1.14.2');
    const stage = await startStage({ world });

    const run = await stage.run([...PLAN, '--mode', 'all', '--max-rps', '500', '--json']);
    const asked = stage.dify.requests.length;
    await stage.run(['export', '--period', '2026-10', '--timezone', 'Asia/Tokyo', '--mode', 'all']);
    const made = stage.dify.requests.length - asked;

    expect(run).toMatchObject({ status: 0, stderr: '' });
    const document = JSON.parse(run.stdout);
    expect(document).toMatchObject({
      command: 'export',
      status: 0,
      plan: true,
      mode: 'all',
      period: { nominal: '2026-10-01..2026-10-31', time_zone: 'Asia/Tokyo' },
      dify: { version: '1.14.2' },
      workspace_complete: true,
      session_requests: 7,
      assumes_one_currency: false,
      concurrency: 8,
      max_rps: 500,
      latency_ms: expect.any(Number),
      asked_requests: asked,
      seconds: { expected: expect.any(Number) },
    });
    expect(document.apps).toContainEqual({
      app_id: 'e5138ac4-dc57-4a81-82cf-e8861d65c19b',
      app_name: 'チャット窓口',
      mode: 'chat',
      result: 'planned',
      expects: {
        runs: 0,
        messages: 11,
        conversations: 11,
        windows: { expected: 5, least: 0, most: 22 },
      },
      requests: { expected: 17, least: 12, most: 34 },
    });
    expect(Math.abs(document.requests.expected / made - 1)).toBeLessThan(0.07);
  });

  it('ends as the export would when Dify cannot be read', async () => {
    const stage = await startStage({ world: smallWorld() });

    const refused = await stage.run(PLAN, { env: { DIFY_PASSWORD: 'wrong-pass-1' } });
    const again = await stage.run([...PLAN, '--json'], { env: { DIFY_PASSWORD: 'wrong-pass-1' } });
    const absent = await stage.run(PLAN, { env: { DIFY_API_BASE_URL: undefined } });
    stage.dify.addFault({
      path: /workflow-app-logs/,
      times: 100,
      action: { kind: 'answer', status: 500, body: {} },
    });
    const partly = await stage.run(PLAN);

    expect(refused).toMatchObject({ status: 77, stdout: '' });
    expect(refused.stderr).toMatch(/^Dify could not be read: .*DIFY_PASSWORD is wrong/);
    expect(JSON.parse(again.stdout)).toMatchObject({ status: 77, plan: true });
    const logins = stage.dify.requests.filter(({ path }) => path === '/login');
    expect(logins).toHaveLength(2); // the marker kept the second one from being made
    expect(absent.status).toBe(78);
    expect(partly.status).toBe(69);
    expect(partly.stdout).toMatch(/^Summary +workflow +- +- +- +- +\?$/m);
    expect(partly.stdout).toContain('Without 1 app(s) that Dify did not tell anything about.');
    expect(partly.stderr).toMatch(/^Warning: the app Summary could not be read: /);
  });

  it('has no data to print', async () => {
    const stage = await startStage({ world: smallWorld() });

    const run = await stage.run([...PLAN, '--dry-run']);

    expect(run).toMatchObject({ status: 64, stdout: '' });
    expect(run.stderr).toContain("Option '--plan' cannot be used with option '--dry-run'.");
    expect(stage.dify.requests).toEqual([]);
  });
});

/** One chat app, whose name would turn the line around, and one workflow. */
function smallWorld() {
  const build = worldBuilder('1.14.2');
  const chat = build.app('chat', { name: '窓口\u202egpj\n.exe' });
  build.message(chat, { at: '2026-10-05T03:00:00Z', price: '0.0000750' });
  build.message(chat, { at: '2026-10-06T03:00:00Z', price: '0.0000750' });
  const workflow = build.app('workflow', { name: 'Summary' });
  build.run(workflow, { at: '2026-10-05T03:00:00Z', nodes: [llm()] });
  return build.world;
}
