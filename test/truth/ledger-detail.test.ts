import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import type { Aggregation } from '../../src/period/period.ts';
import type { ModelUsage, UsageUser, UserUsage } from '../../src/usage/app-detail.ts';
import { formatUnits } from '../../src/usage/money.ts';
import { ledgerMessages, personOf } from '../support/billed-rows.ts';
import { type CollectedDetail, collectDetails } from '../support/collect-detail.ts';
import {
  loadWorld,
  type Oracle,
  type OracleMessage,
  type RecordedVersion,
} from '../support/fake-dify/load-world.ts';
import { RECORDED_VERSIONS } from '../support/fake-dify/presets.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import { labelPeriods } from '../support/label-periods.ts';
import { recordedUnitPrices } from '../support/recorded-unit-prices.ts';

const ZONES = [
  ['UTC', '2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z'],
  ['Asia/Tokyo', '2026-09-30T15:00:00Z', '2026-10-31T15:00:00Z'],
] as const;
const AGGREGATIONS = ['monthly', 'daily'] as const;
/** Two users generated in the same minute, so that nobody can tell who had how many tokens. */
const SHARED_MINUTE = ['comp.2', 'comp.3'];

describe.each(RECORDED_VERSIONS)('the ledger apps of the recorded Dify %s', (version) => {
  describe.each(ZONES)('in %s', (timeZone, start, end) => {
    describe.each(AGGREGATIONS)('%s', (aggregation) => {
      let reading: ReturnType<typeof readWorld> | undefined;
      const read = () => {
        reading ??= readWorld(version, timeZone, start, end, aggregation);
        return reading;
      };
      const labelOf = labelPeriods({ timeZone, aggregation });
      const label = ({ createdAtUs }: OracleMessage) => labelOf(createdAtUs);

      it('have users and models that add up to the ledger exactly', async () => {
        const { details } = await read();

        for (const { ledger, detail } of details) {
          const spent = ledger.filter(({ totalTokens, units }) => totalTokens > 0 || units !== 0n);
          expect(sumUsers(detail.users)).toEqual(
            Object.fromEntries(spent.map(({ bucket, totalTokens }) => [bucket, totalTokens])),
          );
          expect(sumModels(detail.models)).toEqual(
            Object.fromEntries(
              spent.map(({ bucket, totalTokens, units = 0n }) => [
                bucket,
                `${totalTokens} tokens, ${formatUnits(units)}`,
              ]),
            ),
          );
        }
      });

      it('have the tokens and counts of every user as the database does', async () => {
        const { oracle, details, messages } = await read();
        const isShared = sharedMinute(oracle);

        const sums = new Map<
          string,
          { prompt: number; completion: number; messages: number; conversations: Set<string> }
        >();
        for (const message of messages) {
          const key = [label(message), message.appId, personOf(message)].join(' | ');
          const sum = sums.get(key) ?? {
            prompt: 0,
            completion: 0,
            messages: 0,
            conversations: new Set(),
          };
          sum.conversations.add(message.conversationId);
          sums.set(key, {
            prompt: sum.prompt + message.messageTokens,
            completion: sum.completion + message.answerTokens,
            messages: sum.messages + 1,
            conversations: sum.conversations,
          });
        }
        const sharers = new Set(
          messages
            .filter(isShared)
            .map((message) => [label(message), message.appId, personOf(message)].join(' | ')),
        );
        const truth = Object.fromEntries(
          [...sums].map(([key, sum]) => {
            const tokens = sharers.has(key) ? 'shared' : `${sum.prompt + sum.completion}`;
            return [
              key,
              `${tokens} tokens, ${sum.messages} messages, ${sum.conversations.size} conversations`,
            ];
          }),
        );
        const actual = Object.fromEntries(
          details.flatMap(({ appId, detail }) =>
            detail.users.map((usage) => {
              const key = [usage.bucket, appId, nameOf(usage.user)].join(' | ');
              const tokens = sharers.has(key)
                ? 'shared'
                : `${usage.promptTokens + usage.completionTokens}`;
              return [
                key,
                `${tokens} tokens, ${usage.messages} messages, ${usage.conversations} conversations`,
              ];
            }),
          ),
        );
        expect(actual).toEqual(truth);
      });

      it('have the model and the price of every message as the database does', async () => {
        const { oracle, details, messages } = await read();
        const isShared = sharedMinute(oracle);
        const own = messages.filter((message) => !isShared(message));

        const sums = new Map<string, { tokens: number; price: Big; executions: number }>();
        for (const message of own) {
          const tokens = message.messageTokens + message.answerTokens;
          if (tokens === 0) continue;
          const key = [
            label(message),
            message.appId,
            personOf(message),
            message.modelProvider,
            message.modelId,
          ].join(' | ');
          const sum = sums.get(key) ?? { tokens: 0, price: new Big(0), executions: 0 };
          sums.set(key, {
            tokens: sum.tokens + tokens,
            price: sum.price.plus(message.totalPrice),
            executions: sum.executions + 1,
          });
        }
        const truth = Object.fromEntries(
          [...sums].map(([key, { tokens, price, executions }]) => [
            key,
            `${tokens} tokens, ${price.toFixed(7)}, ${executions} executions`,
          ]),
        );
        const exact = details.flatMap(({ appId, detail }) =>
          detail.models
            .filter(({ certainty }) => certainty === 'exact')
            .map((usage) => {
              const key = [
                usage.bucket,
                appId,
                nameOf(usage.user),
                usage.provider,
                usage.model,
              ].join(' | ');
              const units = usage.promptUnits + usage.completionUnits;
              const tokens = usage.promptTokens + usage.completionTokens;
              return [
                key,
                `${tokens} tokens, ${formatUnits(units)}, ${usage.executions} executions`,
              ];
            }),
        );
        expect(Object.fromEntries(exact)).toEqual(truth);
        expect(allocatedTokens(details)).toBe(
          messages
            .filter(isShared)
            .reduce(
              (sum, { messageTokens, answerTokens }) => sum + messageTokens + answerTokens,
              0,
            ),
        );
      });

      it('are read without a single write', async () => {
        const { requests } = await read();

        const writes = requests.filter(({ method, path }) => method !== 'GET' && path !== '/login');
        expect(writes).toEqual([]);
        expect(requests.filter(({ path }) => /-conversations\/./.test(path))).toEqual([]);
      });
    });
  });
});

async function readWorld(
  version: RecordedVersion,
  timeZone: string,
  start: string,
  end: string,
  aggregation: Aggregation,
) {
  const { world, oracle } = loadWorld(version);
  const dify = await startFakeDify({ version, world });
  const unitPrices = recordedUnitPrices(version);
  const details = await collectDetails(dify, { timeZone, start, end, aggregation, unitPrices });
  await dify.close();
  const messages = ledgerMessages(oracle, version).filter(
    ({ createdAtUs }) =>
      createdAtUs >= Date.parse(start) * 1000 && createdAtUs < Date.parse(end) * 1000,
  );
  return { oracle, details, messages, requests: dify.requests };
}

function sharedMinute({ labels }: Oracle): (message: OracleMessage) => boolean {
  return ({ id }) => SHARED_MINUTE.includes(labels.messages[id] ?? '');
}

function nameOf(user: UsageUser | undefined): string {
  return user === undefined ? 'unattributed' : `${user.type} ${user.id}`;
}

function sumUsers(users: readonly UserUsage[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { bucket, promptTokens, completionTokens } of users) {
    const tokens = promptTokens + completionTokens;
    if (tokens > 0) sums[bucket] = (sums[bucket] ?? 0) + tokens;
  }
  return sums;
}

function sumModels(models: readonly ModelUsage[]): Record<string, string> {
  const sums = new Map<string, { tokens: number; units: bigint }>();
  for (const usage of models) {
    const sum = sums.get(usage.bucket) ?? { tokens: 0, units: 0n };
    sums.set(usage.bucket, {
      tokens: sum.tokens + usage.promptTokens + usage.completionTokens,
      units: sum.units + usage.promptUnits + usage.completionUnits,
    });
  }
  return Object.fromEntries(
    [...sums].map(([bucket, { tokens, units }]) => [
      bucket,
      `${tokens} tokens, ${formatUnits(units)}`,
    ]),
  );
}

function allocatedTokens(details: readonly CollectedDetail[]): number {
  return details
    .flatMap(({ detail }) => detail.models)
    .filter(({ certainty }) => certainty !== 'exact')
    .reduce((sum, { promptTokens, completionTokens }) => sum + promptTokens + completionTokens, 0);
}
