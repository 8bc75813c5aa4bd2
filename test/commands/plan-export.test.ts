import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { ExportPlan, PlanResult } from '../../src/commands/plan-export.ts';
import { loadWorld, type RecordedVersion } from '../support/fake-dify/load-world.ts';
import type { FakeDify } from '../support/fake-dify/server.ts';
import { type DryRunOptions, dryRun, planOf } from '../support/in-process.ts';
import { serveDify } from '../support/session.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { END_TO_END_VERSIONS } from '../support/truth-scope.ts';

const NOW = '2026-12-10T03:00:00Z';
const DAILY = { aggregation: 'daily', timeZone: 'Asia/Tokyo' } as const;

/**
 * How far the expectation may be off. Measured over the nine recorded months: −4.8 % to +5.0 % in
 * every output mode but for the exception below, −4.0 % to +2.1 % for exports that have a cache.
 */
const MARGIN = 0.07;
/**
 * Days of another zone than the account's: −2.4 % to +1.4 %, but −11.8 % on 1.9.1, whose statistics
 * say zero, so that every day with runs is asked for by itself.
 */
const MARGIN_OF_ZEROS = 0.12;

describe.each(END_TO_END_VERSIONS)('the plan of the recorded month of Dify %s', (version) => {
  it.each(['per_user', 'per_model', 'all'] as const)(
    'expects the requests that an export in mode %s makes',
    async (mode) => {
      const dify = await serve(version);
      expectToAgree(await compare(dify, { mode }));
    },
  );

  it('expects what days of another zone cost', async () => {
    const dify = await serve(version);
    const margin = version === '1.9.1' ? MARGIN_OF_ZEROS : MARGIN;
    expectToAgree(await compare(dify, { mode: 'per_model', ...DAILY }), margin);
  });

  it('does not expect what earlier exports have read', async () => {
    const dify = await serve(version);
    const options = {
      mode: 'all',
      cache: 'read-write',
      stateDir: await temporaryDirectory(),
    } as const;
    const early = { ...options, now: () => Date.parse('2026-10-22T03:00:00Z') };

    const first = await compare(dify, early);
    const second = await compare(dify, options);
    const third = await compare(dify, options);

    for (const comparison of [first, second, third]) expectToAgree(comparison);
    expect(third.made).toBeLessThan(first.made);
  });
});

describe('the plan of sums', () => {
  it.each(['1.8.1', '1.10.1', '1.14.2'] as const)(
    'expects the requests of per_app where a chat of Dify %s may be in another currency',
    async (version) => {
      const dify = await serve(version);
      const comparison = await compare(dify, { mode: 'per_app' });

      expectToAgree(comparison);
      expect(comparison.plan.assumesOneCurrency).toBe(false);
    },
  );

  it('says that it takes all to be of one currency, which node rows may belie', async () => {
    const dify = await serve('0.15.3');
    const { plan, made } = await compare(dify, { mode: 'per_app' });

    expect(plan.assumesOneCurrency).toBe(true);
    expect([plan.requests.expected, made]).toEqual([122, 161]); // −24 %
  });

  it('knows the currencies of node rows from an earlier export', async () => {
    const dify = await serve('0.15.3');
    const stateDir = await temporaryDirectory();
    const options = { mode: 'per_app', cache: 'read-write', stateDir } as const;
    await compare(dify, options);

    const second = await compare(dify, options);

    expectToAgree(second);
    expect(second.plan.assumesOneCurrency).toBe(false);
  });
});

describe('a plan', () => {
  it('only reads, asks a few things of each app, and writes nothing', async () => {
    const dify = await serve('1.14.2');
    const stateDir = await temporaryDirectory();

    const plan = planned(await planOf(dify, { mode: 'all', cache: 'read', stateDir, now }));

    const posts = dify.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path);
    expect(posts).toEqual(['/login']);
    const rows = dify.requests.map(({ query }) => query['limit']);
    expect(new Set(rows.filter((limit) => limit !== undefined))).toEqual(new Set(['100', '1']));
    const lists = dify.requests.filter(({ query }) => query['limit'] === '100');
    expect(lists.map(({ path }) => path)).toEqual(['/apps']);
    for (const { app } of plan.apps) {
      const asked = dify.requests.filter(({ path }) => path.includes(app.id));
      expect(asked.length).toBeLessThanOrEqual(6);
    }
    expect(await readdir(stateDir)).toEqual([]);
  });

  it('leaves the cache as it is', async () => {
    const dify = await serve('1.14.2');
    const stateDir = await temporaryDirectory();
    await dryRun(dify, { mode: 'all', cache: 'read-write', stateDir, now });
    const before = await readdir(stateDir, { recursive: true });

    planned(await planOf(dify, { mode: 'all', cache: 'read', stateDir, now }));

    expect(await readdir(stateDir, { recursive: true })).toEqual(before);
  });

  it('expects nothing but its own apps with --app', async () => {
    const dify = await serve('1.14.2');
    const [app] = dify.world.apps;

    const plan = planned(await planOf(dify, { mode: 'per_app', appIds: [app?.id ?? ''], now }));

    expect(plan.apps.map((one) => one.app.id)).toEqual([app?.id]);
    await expect(planOf(dify, { appIds: ['no-such-app'], now })).rejects.toThrow('no-such-app');
  });

  it('names an app that does not answer, and counts the others', async () => {
    const dify = await serve('1.14.2');
    const app = dify.world.apps.find(({ mode }) => mode === 'workflow');
    const path = new RegExp(`${app?.id}/workflow-app-logs`);
    dify.addFault({ path, times: 100, action: { kind: 'answer', status: 500, body: {} } });

    const plan = planned(await planOf(dify, { mode: 'all', now }));

    expect(plan.apps.filter(({ kind }) => kind === 'withheld').map((one) => one.app.id)).toEqual([
      app?.id,
    ]);
    expect(plan.requests.expected).toBeGreaterThan(100);
  });

  it('fails when Dify refuses the login', async () => {
    const dify = await serve('1.14.2');

    expect(await planOf(dify, { password: 'wrong-pass-1', now })).toMatchObject({
      kind: 'failed',
      error: { problem: 'credentials' },
    });
  });
});

function now(): number {
  return Date.parse(NOW);
}

function serve(version: RecordedVersion): Promise<FakeDify> {
  return serveDify({ version, world: loadWorld(version).world, now });
}

type Comparison = { readonly plan: ExportPlan; readonly made: number };

/** The plan, and how many requests the export then made. */
async function compare(dify: FakeDify, given: DryRunOptions): Promise<Comparison> {
  const options = { now, ...given };
  const cache = options.cache === undefined ? 'none' : 'read';
  const plan = planned(await planOf(dify, { ...options, cache }));
  const before = dify.requests.length;
  await dryRun(dify, options);
  return { plan, made: dify.requests.length - before };
}

function planned(result: PlanResult): ExportPlan {
  if (result.kind === 'failed') throw result.error;
  return result;
}

function expectToAgree({ plan: { requests }, made }: Comparison, margin = MARGIN): void {
  expect(Math.abs(requests.expected / made - 1)).toBeLessThanOrEqual(margin);
  expect(made).toBeLessThanOrEqual(requests.most * (1 + margin));
  expect(made).toBeGreaterThanOrEqual(requests.least * (1 - margin));
}
