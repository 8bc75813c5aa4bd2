import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { type BillReading, readBillOf } from '../support/bill.ts';
import { listSegments } from '../support/cache.ts';
import { type DifyHistory, type Spending, startHistory, ZONES } from '../support/dify-history.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** More of them, or one that failed: `HISTORIES=500`, `SEED=…`. */
const HISTORIES = Number(process.env['HISTORIES'] ?? 4);
const SEED = Number(process.env['SEED'] ?? 1);
const SEEDS = Array.from({ length: HISTORIES }, (_, index) => SEED + index);
const EXPORTS = 8;
/** Some ask for every minute of a month, and the machine may be busy. */
const PATIENCE = { timeout: 60_000 };

const MODES = ['per_app', 'per_user', 'per_model', 'all'] as const;
const AGGREGATIONS = ['monthly', 'daily'] as const;
const PERIODS = ['current_month', 'last_month', '2026-10', 'today', 'yesterday', 'last_week'];

/**
 * Dify goes on between the exports and is upgraded, its account moves. As long as nobody deletes
 * anything, an export from what was read before is that of a full reading.
 */
it.each(SEEDS)('what was read before changes no figure, history %i', PATIENCE, async (seed) => {
  const history = await startHistory(seed);
  const stateDir = await temporaryDirectory();

  for (let export_ = 0; export_ < EXPORTS; export_ += 1) {
    history.goOn();
    const hasChanged = changeSettings(history);
    const options = { ...chooseOptions(history), stateDir, now: history.now };
    const fresh = await counted(history, () =>
      readBillOf(history.dify, { ...options, cache: 'none' }),
    );
    const again = await counted(history, () =>
      readBillOf(history.dify, { ...options, cache: 'read-write' }),
    );

    expect(figuresOf(again.bill), JSON.stringify(options)).toEqual(figuresOf(fresh.bill));
    if (!hasChanged) expect(again.requests).toBeLessThanOrEqual(fresh.requests);
  }
});

/**
 * The same, with apps deleted at any moment, and conversations and logs once they were read for
 * good: what was spent is billed, or lies in the minutes that the run names.
 */
it.each(SEEDS)('what was deleted is billed or named, history %i', PATIENCE, async (seed) => {
  const history = await startHistory(seed);
  const stateDir = await temporaryDirectory();
  // What somebody deletes of an app that stays is kept in the cut in which it was read.
  const cut = chooseOptions(history);

  for (let export_ = 0; export_ < EXPORTS; export_ += 1) {
    history.goOn();
    if (history.chance() < 0.15) history.upgrade();
    if (export_ > 1 && history.chance() < 0.5) history.deleteSomething();
    const isNovember = history.now() >= Date.parse('2026-11-02T00:00:00Z');
    const options = {
      ...cut,
      mode: history.pick(MODES) ?? 'all',
      period: isNovember && history.chance() < 0.5 ? 'last_month' : 'current_month',
      stateDir,
      now: history.now,
    };
    const reading = await readBillOf(history.dify, { ...options, cache: 'read-write' });

    expect(reading.withheld).toEqual([]);
    expect(judge(history, reading), JSON.stringify(options)).toEqual([]);
    history.seal(reading.bill.usage.period.collected);
  }
});

/** Another report of the same deleted apps, in any cut, bills them or names what it cannot know. */
it.each(SEEDS)(
  'a deleted app is billed or named in any cut, history %i',
  PATIENCE,
  async (seed) => {
    const history = await startHistory(seed);
    const stateDir = await temporaryDirectory();

    for (let export_ = 0; export_ < EXPORTS; export_ += 1) {
      history.goOn();
      changeSettings(history);
      if (export_ > 1 && history.chance() < 0.4) history.deleteApp();
      const options = { ...chooseOptions(history), stateDir, now: history.now };
      const reading = await readBillOf(history.dify, { ...options, cache: 'read-write' });

      expect(judge(history, reading), JSON.stringify(options)).toEqual([]);
    }
  },
);

/** Any file of the cache may be gone: what Dify still has is read from it again. */
it.each(SEEDS)(
  'what is lost of the cache changes no figure, history %i',
  PATIENCE,
  async (seed) => {
    const history = await startHistory(seed);
    const stateDir = await temporaryDirectory();

    for (let export_ = 0; export_ < EXPORTS; export_ += 1) {
      history.goOn();
      changeSettings(history);
      await loseSome(history, stateDir, await listSegments(stateDir));
      const options = { ...chooseOptions(history), stateDir, now: history.now };
      const fresh = await readBillOf(history.dify, { ...options, cache: 'none' });
      const again = await readBillOf(history.dify, { ...options, cache: 'read-write' });

      expect(figuresOf(again), JSON.stringify(options)).toEqual(figuresOf(fresh));
    }
  },
);

/** As long as the newest file of a deleted app tells that there was one. */
it.each(SEEDS)('what is lost of a deleted app is named, history %i', PATIENCE, async (seed) => {
  const history = await startHistory(seed);
  const stateDir = await temporaryDirectory();

  for (let export_ = 0; export_ < EXPORTS; export_ += 1) {
    history.goOn();
    changeSettings(history);
    if (export_ > 1 && history.chance() < 0.4) history.deleteApp();
    const paths = await listSegments(stateDir);
    const older = paths.filter((path, index) => dirname(path) === dirname(paths[index + 1] ?? ''));
    await loseSome(history, stateDir, older);
    const options = { ...chooseOptions(history), stateDir, now: history.now };
    const reading = await readBillOf(history.dify, { ...options, cache: 'read-write' });

    expect(judge(history, reading), JSON.stringify(options)).toEqual([]);
  }
});

async function loseSome({ chance }: DifyHistory, stateDir: string, paths: readonly string[]) {
  const share = chance() * 0.6;
  for (const path of paths) {
    if (chance() < share) await rm(join(stateDir, path));
  }
}

function changeSettings({ chance, pick, build, upgrade }: DifyHistory): boolean {
  const isUpgraded = chance() < 0.15;
  const hasMoved = chance() < 0.1;
  if (isUpgraded) upgrade();
  if (hasMoved) build.owner.timezone = pick(ZONES) ?? 'UTC';
  return isUpgraded || hasMoved;
}

function chooseOptions({ pick }: DifyHistory) {
  return {
    mode: pick(MODES) ?? 'all',
    period: pick(PERIODS) ?? 'current_month',
    timeZone: pick(ZONES) ?? 'UTC',
    aggregation: pick(AGGREGATIONS) ?? 'monthly',
  };
}

function figuresOf({ apps, workspace, users, models, residuals, withheld }: BillReading) {
  return { apps, workspace, users, models, residuals, withheld };
}

async function counted({ dify }: DifyHistory, read: () => Promise<BillReading>) {
  const before = dify.requests.length;
  const bill = await read();
  return { bill, requests: dify.requests.length - before };
}

/** What is wrong with the figures of each app and bucket, against what was really spent. */
function judge({ build, spendings, deletedApps }: DifyHistory, { bill }: BillReading): string[] {
  const problems: string[] = [];
  const { results, period } = bill.usage;
  for (const app of [...build.world.apps, ...deletedApps]) {
    const result = results.find((each) => each.app.id === app.id);
    const unread = result?.kind === 'complete' ? result.unknown : [];
    const own = bill.report.apps.find((totals) => totals.app.id === app.id)?.amounts ?? [];
    for (const { label, start, end } of period.buckets) {
      const spent = spendings.filter((one) => one.app === app && start <= one.at && one.at < end);
      const named = spent.filter(({ at }) => unread.some(({ from, to }) => from <= at && at < to));
      const billed = sum(own.filter(({ bucket }) => bucket === label).map(({ tokens }) => tokens));
      const most = sum(spent.map(tokensOf));
      const least = deletedApps.has(app) ? most - sum(named.map(tokensOf)) : most;
      const isNamed = bill.report.differences.some(
        ({ appId, bucket, cause }) =>
          appId === app.id && bucket === label && cause === 'deleted_since',
      );
      const where = `${app.name}, ${label}`;
      if (billed < least || billed > most)
        problems.push(`${where}: ${billed}, not ${least}..${most}`);
      if (deletedApps.has(app) && billed > 0 && !isNamed) problems.push(`${where}: not named`);
    }
  }
  return problems;
}

function tokensOf(spending: Spending): number {
  return spending.tokens();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
