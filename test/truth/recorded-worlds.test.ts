import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import type { ExportResult } from '../../src/commands/export-usage.ts';
import type { OutputMode } from '../../src/payload/payload.ts';
import type { Aggregation } from '../../src/period/period.ts';
import {
  loadWorld,
  type RecordedVersion,
  type RecordedWorld,
} from '../support/fake-dify/load-world.ts';
import { RECORDED_VERSIONS } from '../support/fake-dify/presets.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import { dryRun } from '../support/in-process.ts';
import { sumTruth, type Truth } from '../support/oracle.ts';

const ZONES = ['UTC', 'Asia/Tokyo', 'America/New_York'] as const;
const AGGREGATIONS = ['monthly', 'weekly', 'daily'] as const;
const MODES = ['per_app', 'workspace', 'both'] as const;

/** Up to 1.8 the statistics, and so the bill, contain debugger messages. */
const BILLS_DEBUGGER: ReadonlySet<RecordedVersion> = new Set(['0.15.3', '1.4.3', '1.8.1']);
/** Deletes conversations for good, and lists no production runs yet. */
const HIDES_DELETED: ReadonlySet<RecordedVersion> = new Set(['1.8.1', '1.9.1']);

describe.each(RECORDED_VERSIONS)('the recorded month of Dify %s', (version) => {
  describe.each(ZONES)('in %s', (timeZone) => {
    it.each(AGGREGATIONS)(
      'is exported to the last token and the seventh decimal, %s',
      async (aggregation) => {
        const { recorded, result } = await exportRecorded(version, timeZone, aggregation, 'both');

        const truth = truthOf(recorded, version, timeZone, aggregation, result);
        expect(exportedApps(result)).toEqual(truth);
        expect(exportedWorkspace(result)).toEqual(sumOverApps(truth));
        expect(unexplained(result)).toEqual([]);
      },
    );
  });

  it.each(MODES)('has the records that the output mode %s names', async (mode) => {
    const { recorded, result } = await exportRecorded(version, 'Asia/Tokyo', 'monthly', mode);

    const truth = truthOf(recorded, version, 'Asia/Tokyo', 'monthly', result);
    expect(exportedApps(result)).toEqual(mode === 'workspace' ? {} : truth);
    expect(exportedWorkspace(result)).toEqual(mode === 'per_app' ? {} : sumOverApps(truth));
  });

  it('reports as missing exactly what its API no longer shows', async () => {
    const { recorded, result } = await exportRecorded(version, 'UTC', 'daily', 'both');

    const runs = hiddenRuns(recorded, version);
    const tokens = recorded.oracle.leaves
      .filter(({ runId, isTool }) => runId !== null && runs.has(runId) && !isTool)
      .reduce((sum, { totalTokens }) => sum + (totalTokens ?? 0), 0);
    // 1.9.1 counts 0 tokens for every run, so that its statistics know the run but not its tokens.
    const known = version === '1.9.1' ? undefined : tokens;
    const missing = {
      bucket: '2026-10-12',
      cause: 'deleted_conversations',
      tokens: known,
      runs: 1,
    };
    expect(residualsOf(result)).toMatchObject(runs.size === 0 ? [] : [missing]);
  });
});

async function exportRecorded(
  version: RecordedVersion,
  timeZone: string,
  aggregation: Aggregation,
  mode: OutputMode,
) {
  const recorded = loadWorld(version);
  const dify = await startFakeDify({ version, world: recorded.world });
  try {
    return { recorded, result: await dryRun(dify, { timeZone, aggregation, mode }) };
  } finally {
    await dify.close();
  }
}

function billOf({ reading }: ExportResult) {
  if (reading.kind === 'failed') throw reading.error;
  return reading;
}

function exportedApps(result: ExportResult): Truth {
  const records = billOf(result).payloads.flatMap(({ app_records = [] }) => app_records);
  return Object.fromEntries(
    records.map(({ period, app_id, currency, token_count, total_price }) => [
      [period, app_id, currency].join(' | '),
      `${token_count} tokens, ${total_price}`,
    ]),
  );
}

function exportedWorkspace(result: ExportResult): Truth {
  const records = billOf(result).payloads.flatMap(
    ({ workspace_records = [] }) => workspace_records,
  );
  return Object.fromEntries(
    records.map(({ period, currency, token_count, total_price }) => [
      [period, currency].join(' | '),
      `${token_count} tokens, ${total_price}`,
    ]),
  );
}

function sumOverApps(truth: Truth): Truth {
  const sums = new Map<string, { tokens: number; price: Big }>();
  for (const [key, amount] of Object.entries(truth)) {
    const [period, , currency] = key.split(' | ');
    const [tokens = '0', price = '0'] = amount.split(' tokens, ');
    const total = `${period} | ${currency}`;
    const sum = sums.get(total) ?? { tokens: 0, price: new Big(0) };
    sums.set(total, { tokens: sum.tokens + Number(tokens), price: sum.price.plus(price) });
  }
  return Object.fromEntries(
    [...sums].map(([key, { tokens, price }]) => [key, `${tokens} tokens, ${price.toFixed(7)}`]),
  );
}

function truthOf(
  recorded: RecordedWorld,
  version: RecordedVersion,
  timeZone: string,
  aggregation: Aggregation,
  result: ExportResult,
): Truth {
  return sumTruth(recorded.oracle, {
    timeZone,
    aggregation,
    periods: new Set(billOf(result).usage.period.buckets.map(({ label }) => label)),
    withDebugger: BILLS_DEBUGGER.has(version),
    hiddenRuns: hiddenRuns(recorded, version),
  });
}

/** The run of a deleted conversation, where it can be found through its messages only. */
function hiddenRuns({ oracle }: RecordedWorld, version: RecordedVersion): ReadonlySet<string> {
  if (!HIDES_DELETED.has(version)) return new Set();
  const deleted = Object.entries(oracle.labels.runs).filter(([, label]) => label === 'ac.del');
  return new Set(deleted.map(([id]) => id));
}

function unexplained(result: ExportResult) {
  return billOf(result).report.differences.filter(({ cause }) => cause === 'unexplained');
}

function residualsOf(result: ExportResult) {
  return billOf(result).report.residuals;
}
