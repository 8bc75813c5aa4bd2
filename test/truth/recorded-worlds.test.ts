import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import type { OutputMode, Payload } from '../../src/payload/payload.ts';
import type { Aggregation } from '../../src/period/period.ts';
import type { UsageReport } from '../../src/usage/usage-report.ts';
import { RECORDED_VERSIONS } from '../support/fake-dify/presets.ts';
import {
  addUp,
  type Figures,
  findDeviations,
  type JudgedRecords,
} from '../support/judged-records.ts';
import { type RecordedBill, recordedBill } from '../support/recorded-bill.ts';
import { sentRecords } from '../support/sent-records.ts';
import { allowanceIn, statedDoubts } from '../support/stated-doubts.ts';
import { type Detail, trueDoubts } from '../support/true-doubts.ts';
import { type RecordsByKind, trueRecords } from '../support/true-records.ts';
import { IS_WHOLE_TRUTH } from '../support/truth-scope.ts';

const ZONES = ['UTC', 'Asia/Tokyo', 'America/New_York'] as const;
const AGGREGATIONS = ['monthly', 'weekly', 'daily'] as const;
const MODES = ['all', 'per_app', 'workspace', 'both', 'per_user', 'per_model'] as const;

const SHOWN: Readonly<Record<OutputMode, readonly (keyof RecordsByKind)[]>> = {
  per_app: ['app_records'],
  workspace: ['workspace_records'],
  both: ['app_records', 'workspace_records'],
  per_user: ['user_records'],
  per_model: ['model_records'],
  all: ['app_records', 'workspace_records', 'user_records', 'model_records'],
};

describe.each(RECORDED_VERSIONS)('the recorded month of Dify %s', (version) => {
  describe.each(ZONES)('in %s', (timeZone) => {
    describe.each(aggregationsIn(timeZone))('%s', (aggregation) => {
      const bill = (mode: OutputMode) => recordedBill({ version, timeZone, aggregation }, mode);

      describe.each(modesIn(timeZone, aggregation))('in mode %s', (mode) => {
        it('is billed as the database knows it, divided no further than the report says', async () => {
          const recorded = await bill(mode);

          expect(recorded.bill.payloads.map(kindsOf)).toEqual([SHOWN[mode]]);
          expect(SHOWN[mode].flatMap((kind) => judge(recorded, kind))).toEqual([]);
        });

        it('names what is divided, assumed, missing or perhaps of a debugger, and nothing else', async () => {
          const {
            bill: { report },
            oracle,
            options,
          } = await bill(mode);

          expect(statedDoubts(report)).toEqual(trueDoubts(oracle, options, detailOf(mode)));
          expect(unexplained(report)).toEqual([]);
        });
      });

      it.each(modesIn(timeZone, aggregation).filter((mode) => mode !== 'all'))(
        'has in mode %s the very records of mode all',
        async (mode) => {
          const [own, all] = [await bill(mode), await bill('all')];

          for (const kind of SHOWN[mode]) expect(rowsOf(own, kind)).toEqual(rowsOf(all, kind));
        },
      );

      it('is one bill by user, by model, by app and as a whole', async () => {
        const { payloads } = (await bill('all')).bill;
        const { workspace_records, app_records, user_records, model_records } =
          sentRecords(payloads);

        expect(sumTokens(user_records)).toEqual(sumTokens(app_records));
        expect(sumCosts(model_records, 2)).toEqual(sumCosts(app_records, 2));
        expect(sumCosts(app_records, 1)).toEqual(sumCosts(workspace_records, 1));
        expect(payloads.flatMap(listBadSplits)).toEqual([]);
      });
    });

    if (!hasAllIn(timeZone)) return;

    it('is billed alike day by day and by the month', async () => {
      const daily = await recordedBill({ version, timeZone, aggregation: 'daily' }, 'all');
      const monthly = await recordedBill({ version, timeZone, aggregation: 'monthly' }, 'all');

      expect(sumPeriods(daily)).toEqual(sumPeriods(monthly));
    });
  });
});

/** Modes, zones and buckets hardly depend on each other, so that the suite crosses them in one zone only. */
function hasAllIn(timeZone: string): boolean {
  return IS_WHOLE_TRUTH || timeZone === 'Asia/Tokyo';
}

function aggregationsIn(timeZone: string): readonly Aggregation[] {
  if (hasAllIn(timeZone)) return AGGREGATIONS;
  return timeZone === 'UTC' ? ['daily'] : ['weekly'];
}

function modesIn(timeZone: string, aggregation: Aggregation): readonly OutputMode[] {
  return IS_WHOLE_TRUTH || (hasAllIn(timeZone) && aggregation === 'monthly') ? MODES : ['all'];
}

/** Only what is told of users and models may be divided. */
function judge({ bill, oracle, options }: RecordedBill, kind: keyof RecordsByKind): string[] {
  const sent = sentRecords(bill.payloads)[kind];
  const truth = trueRecords(oracle, options)[kind];
  const isSum = kind === 'app_records' || kind === 'workspace_records';
  return findDeviations(sent, truth, isSum ? undefined : allowanceIn(statedDoubts(bill.report)));
}

function kindsOf(payload: Payload): string[] {
  return Object.keys(payload).filter((name) => name.endsWith('_records'));
}

function rowsOf({ bill }: RecordedBill, kind: keyof RecordsByKind) {
  return bill.payloads.map((payload) => payload[kind]);
}

function detailOf(mode: OutputMode): Detail {
  if (SHOWN[mode].includes('model_records')) return 'models';
  return SHOWN[mode].includes('user_records') ? 'users' : 'none';
}

function unexplained({ differences }: UsageReport) {
  return differences.filter(({ cause }) => cause === 'unexplained');
}

/** Tokens by period and app. */
function sumTokens(records: JudgedRecords): JudgedRecords {
  const tokens = [...records].map(
    ([key, figures]) => [key.split(' | ').slice(0, 2).join(' | '), tokensIn(figures)] as const,
  );
  return addUp(tokens.filter(([, { tokens }]) => tokens > 0n));
}

/** Tokens and price by the first parts of the key and by currency, which is its last part. */
function sumCosts(records: JudgedRecords, length: 1 | 2): JudgedRecords {
  return addUp(
    [...records].map(([key, figures]) => {
      const parts = key.split(' | ');
      const place = [...parts.slice(0, length), ...parts.slice(-1)].join(' | ');
      return [place, { ...tokensIn(figures), price: figures['total_price'] ?? 0n }];
    }),
  );
}

/** Users and models have other names for tokens than apps and the workspace. */
function tokensIn({ token_count, total_tokens }: Figures) {
  return { tokens: token_count ?? total_tokens ?? 0n };
}

/** Records whose halves are not their whole. */
function listBadSplits({ user_records = [], model_records = [] }: Payload) {
  const badUsers = user_records.filter(
    (record) => record.message_tokens + record.answer_tokens !== record.total_tokens,
  );
  const badModels = model_records.filter(
    (record) =>
      record.prompt_tokens + record.completion_tokens !== record.total_tokens ||
      !new Big(record.prompt_price).plus(record.completion_price).eq(record.total_price),
  );
  return [...badUsers, ...badModels];
}

/** Every figure that adds up over periods, without its period. */
function sumPeriods({ bill }: RecordedBill): JudgedRecords[] {
  const { app_records, user_records, model_records } = sentRecords(bill.payloads);
  return [app_records, user_records, model_records].map((records) =>
    addUp(
      [...records].map(([key, { conversation_count: _, ...figures }]) => [
        key.split(' | ').slice(1).join(' | '),
        figures,
      ]),
    ),
  );
}
