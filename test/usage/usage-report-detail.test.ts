import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumAmounts } from '../../src/usage/amounts.ts';
import type { AppDetail } from '../../src/usage/app-detail.ts';
import type { AppUsage } from '../../src/usage/app-usage.ts';
import { gatherCurrencies } from '../../src/usage/model-currency.ts';
import { foldNodeDetail } from '../../src/usage/node-detail.ts';
import {
  buildUsageReport,
  type CollectedApp,
  type ReportOptions,
  sumApps,
} from '../../src/usage/usage-report.ts';
import {
  account,
  chatUsage,
  DEEPSEEK,
  endUser,
  modelUsage,
  nodeEvent,
  OPENAI,
  userUsage,
} from '../support/detail.ts';

const LEDGER = [{ bucket: '2026-10', totalTokens: 15, units: 750n }];

describe('buildUsageReport with users and models', () => {
  it("bills a chat app in its models' currencies instead of the present model's", () => {
    const app = {
      id: 'app-1',
      name: 'Support',
      mode: 'chat',
      model: { provider: OPENAI, name: 'gpt-4o', savedAt: undefined },
    };
    const deepseek = modelUsage({ provider: DEEPSEEK, model: 'deepseek-chat' });
    const usage = chatUsage({ app, ledger: LEDGER, detail: detail({ models: [deepseek] }) });
    const modelCurrencies = [
      { pattern: 'deepseek-*', currency: 'CNY' },
      { pattern: 'gpt-*', currency: 'USD' },
    ];

    const report = build([usage], { modelCurrencies });

    expect(report.apps[0]?.amounts).toEqual([
      { bucket: '2026-10', currency: 'CNY', tokens: 15, units: 750n },
    ]);
    expect(report.assumptions).toEqual([]);
    // Whatever the mode shows, the bill is the same.
    expect(build([usage], { modelCurrencies, needs: NONE }).apps[0]?.amounts).toEqual(
      report.apps[0]?.amounts,
    );
  });

  it('has no users and models that the mode does not show', () => {
    const usage = chatUsage({ ledger: LEDGER });

    expect(build([usage], { needs: NONE }).apps).toMatchObject([{ users: [], models: [] }]);
  });

  it('gives an app without any detail to the unattributed user of an unknown model', () => {
    const usage = chatUsage({
      app: { id: 'app-1', name: 'Agent', mode: 'agent', model: undefined },
      ledger: LEDGER,
    });

    expect(build([usage]).apps).toMatchObject([
      {
        users: [{ userId: 'unattributed', userType: 'end_user', promptTokens: 15, messages: 0 }],
        models: [
          { userId: 'unattributed', provider: 'unknown', model: 'unknown', promptUnits: 750n },
        ],
        certainty: { parts: [{ kind: 'unattributed', tokens: 15 }] },
      },
    ]);
  });

  it('names a model that was assumed', () => {
    const models = [modelUsage({ certainty: 'assumed' })];
    const usage = chatUsage({ ledger: LEDGER, detail: detail({ models }) });

    expect(build([usage]).assumptions).toMatchObject([
      { kind: 'currency', model: { provider: OPENAI, name: 'gpt-4o' }, tokens: 15 },
      { kind: 'model', app: { id: 'app-1' }, tokens: 15 },
    ]);
  });

  it('calls messages that exceed the ledger an unexplained difference', () => {
    const notes = [
      { bucket: '2026-10', cause: 'messages_exceed_ledger', tokens: 7, units: 0n },
      { bucket: '2026-10', cause: 'ledger_exceeds_messages', tokens: 9, units: 0n },
    ] as const;
    const usage = chatUsage({ detail: detail({ notes: [...notes] }) });

    expect(build([usage]).differences).toEqual([
      { appId: 'app-1', bucket: '2026-10', cause: 'unexplained', tokens: -7, runs: 0 },
    ]);
  });

  it('throws rather than bill users or models that are more than their app', () => {
    const users = chatUsage({
      ledger: LEDGER,
      detail: detail({ users: [userUsage({ promptTokens: 11 })] }),
    });
    const models = chatUsage({
      ledger: LEDGER,
      detail: detail({ models: [modelUsage({ promptTokens: 11 })] }),
    });

    expect(() => build([users])).toThrow(TypeError);
    expect(() => build([models])).toThrow(TypeError);
  });

  it('has users and models that add up to the apps and to the workspace, whatever was used', () => {
    fc.assert(
      fc.property(anyApps, (apps) => {
        const report = build(apps);
        const users = sumAmounts();
        const models = sumAmounts();
        for (const app of report.apps) {
          for (const { bucket, promptTokens, completionTokens } of app.users) {
            users.add(bucket, promptTokens + completionTokens, { currency: '', units: 0n });
          }
          for (const part of app.models) {
            const units = part.promptUnits + part.completionUnits;
            const { bucket, currency } = part;
            models.add(bucket, part.promptTokens + part.completionTokens, { currency, units });
          }
        }
        const total = sumApps(report.apps);

        expect(models.list()).toEqual(total);
        expect(users.list().filter(({ tokens }) => tokens > 0)).toEqual(
          sumAmounts(total.map((amount) => ({ ...amount, currency: '', units: 0n })))
            .list()
            .filter(({ tokens }) => tokens > 0),
        );
      }),
    );
  });

  it('does not depend on the order of the apps', () => {
    fc.assert(
      fc.property(anyApps, (apps) => {
        expect(build(apps.toReversed(), { userId: 'session' })).toEqual(
          build(apps, { userId: 'session' }),
        );
      }),
    );
  });
});

const NONE = { users: false, models: false, messages: false };

function build(usages: readonly AppUsage[], options: Partial<ReportOptions> = {}) {
  const collected = usages.map(
    (usage): CollectedApp => ({ usage, differences: [], residuals: [], straddling: [] }),
  );
  return buildUsageReport(collected, {
    currencies: gatherCurrencies(),
    modelCurrencies: [],
    needs: { users: true, models: true, messages: true },
    userId: 'id',
    ...options,
  });
}

function detail(parts: Partial<AppDetail>): AppDetail {
  return { users: [], models: [], notes: [], ...parts };
}

const anyUser = fc.constantFrom(
  endUser('a', 'alice'),
  endUser('b', 'alice'),
  account('a', 'alice'),
  endUser('__proto__', '__proto__'),
  undefined,
);
const anyBucket = fc.constantFrom('2026-10-01', '2026-10-02');
const anyPart = fc.record({
  bucket: anyBucket,
  user: anyUser,
  model: fc.constantFrom('gpt-4o', 'gpt-4o-mini', undefined),
  promptTokens: fc.nat(1000),
  completionTokens: fc.nat(1000),
  promptUnits: fc.bigInt(0n, 9999n),
  completionUnits: fc.bigInt(0n, 9999n),
});
type Part = ReturnType<typeof modelUsage>;

/** A ledger that holds a little more than the parts that were found. */
const anyChat = fc
  .tuple(fc.array(anyPart), fc.nat(50), fc.bigInt(0n, 50n))
  .map(([parts, moreTokens, moreUnits]): AppUsage => {
    const models = parts.map((part): Part => modelUsage(part));
    const users = parts.map((part) => userUsage({ ...part }));
    const ledger = [...new Set(parts.map(({ bucket }) => bucket))].map((bucket) => {
      const own = models.filter((part) => part.bucket === bucket);
      const tokens = own.map((part) => part.promptTokens + part.completionTokens);
      const units = own.map((part) => part.promptUnits + part.completionUnits);
      return {
        bucket,
        totalTokens: tokens.reduce((sum, count) => sum + count, moreTokens),
        units: units.reduce((sum, count) => sum + count, moreUnits),
      };
    });
    return chatUsage({ ledger, detail: detail({ users, models }) });
  });

const anyWorkflow = fc
  .array(fc.tuple(anyPart, fc.constantFrom('USD', 'CNY')))
  .map((parts): AppUsage => {
    const fold = foldNodeDetail({ users: true, models: true, messages: true });
    const amounts = sumAmounts();
    for (const [{ bucket, ...part }, currency] of parts) {
      const totalTokens = part.promptTokens + part.completionTokens;
      const cost = { currency, units: part.promptUnits + part.completionUnits };
      if (totalTokens === 0 && cost.units === 0n) continue; // no such row is an event
      fold.addEvent(bucket, nodeEvent({ ...part, totalTokens, cost }));
      fold.addMessage(bucket, part.user, 'conversation-1');
      amounts.add(bucket, totalTokens, cost);
    }
    return chatUsage({ amounts: amounts.list(), detail: fold.result() });
  });

const anyApps = fc
  .array(fc.oneof(anyChat, anyWorkflow), { maxLength: 4 })
  .map((usages) =>
    usages.map((usage, index) => ({ ...usage, app: { ...usage.app, id: `app-${index}` } })),
  );
