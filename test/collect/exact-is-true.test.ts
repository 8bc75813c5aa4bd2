import process from 'node:process';
import { describe, expect, it } from 'vitest';
import type { ModelUsage } from '../../src/usage/app-detail.ts';
import { collectDetails } from '../support/collect-detail.ts';
import { OWNER } from '../support/fake-dify/builders.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import {
  type PricedWorld,
  pricedWorld,
  type Spent,
  spentInTruth,
} from '../support/priced-world.ts';

/** `npm run test:exact` looks at five thousand. */
const WORLDS = Number(process.env['WORLDS'] ?? 30);

describe('what is called exact of a ledger app', () => {
  it('is true, and nothing is further off than what is called allocated', async () => {
    const lies: string[] = [];
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      const world = pricedWorld(seed);
      lies.push(...(await findLies(world)).map((lie) => `world ${seed}: ${lie}`));
    }
    expect(lies).toEqual([]);
  }, 3_600_000);
});

async function findLies(world: PricedWorld): Promise<string[]> {
  const { build, unitPrices, minuteWindows, aggregation, withUsers } = world;
  const dify = await startFakeDify({ version: build.version, world: build.world });
  const needs = { users: withUsers, models: true, messages: false };
  const [collected] = await collectDetails(dify, {
    password: OWNER.password,
    unitPrices,
    minuteWindows,
    aggregation,
    needs,
  });
  await dify.close();
  if (collected === undefined) throw new Error('There is no app');

  const { models } = collected.detail;
  const truth = spentInTruth(world);
  const lies: string[] = [];
  const say = (what: string, told: Spent, spent: Spent) =>
    lies.push(
      `${build.version} ${world.mode} w${minuteWindows} ${what}: ${told.tokens} tokens ${told.units}, in truth ${spent.tokens} tokens ${spent.units}`,
    );

  const loose = sum(
    models.filter((row) => !isCertain(row) || (withUsers && row.user === undefined)),
  );
  const unknown = sum(models.filter((row) => row.model === undefined));
  const people = withUsers ? new Set(truth.map(({ user }) => user)) : [undefined];
  for (const user of people) {
    const told = models.filter((row) => !withUsers || row.user?.id === user);
    const own = truth.filter((call) => !withUsers || call.user === user);
    if (withUsers) {
      judge(`user ${user}`, sum(told.filter(isCertain)), sum(told), total(own), loose);
    }
    for (const model of new Set(truth.map((call) => call.model))) {
      const ofModel = told.filter((row) => row.model === model);
      const spent = total(own.filter((call) => call.model === model));
      const slack = { tokens: loose.tokens + unknown.tokens, units: loose.units + unknown.units };
      judge(
        `${user ?? 'all'} ${model}`,
        sum(ofModel.filter(isCertain)),
        sum(ofModel),
        spent,
        slack,
      );
    }
  }
  return lies;

  function judge(what: string, exact: Spent, told: Spent, spent: Spent, slack: Spent) {
    if (exact.tokens > spent.tokens || exact.units > spent.units)
      say(`${what} exact`, exact, spent);
    else if (
      isOff(told.tokens - spent.tokens, slack.tokens) ||
      isOff(told.units - spent.units, slack.units)
    )
      say(`${what} off by more than ${slack.tokens} ${slack.units}`, told, spent);
  }
}

function isCertain({ certainty }: ModelUsage): boolean {
  return certainty === 'exact';
}

function isOff(difference: number | bigint, slack: number | bigint): boolean {
  return difference > slack || -difference > slack;
}

function sum(rows: readonly ModelUsage[]): Spent {
  return total(
    rows.map((row) => ({
      tokens: row.promptTokens + row.completionTokens,
      units: row.promptUnits + row.completionUnits,
    })),
  );
}

function total(calls: readonly Spent[]): Spent {
  let [tokens, units] = [0, 0n];
  for (const call of calls) {
    tokens += call.tokens;
    units += call.units;
  }
  return { tokens, units };
}
