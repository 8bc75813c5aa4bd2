import { describe, expect, it } from 'vitest';
import type { ExportResult } from '../../src/commands/export-usage.ts';
import type { Aggregation } from '../../src/period/period.ts';
import {
  loadWorld,
  type RecordedVersion,
  type RecordedWorld,
} from '../support/fake-dify/load-world.ts';
import { RECORDED_VERSIONS } from '../support/fake-dify/presets.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import { dryRun } from '../support/in-process.ts';
import { sumTruth } from '../support/oracle.ts';

const ZONES = ['UTC', 'Asia/Tokyo', 'America/New_York'] as const;
const AGGREGATIONS = ['monthly', 'weekly', 'daily'] as const;

describe.each(RECORDED_VERSIONS)('the recorded month of Dify %s', (version) => {
  describe.each(ZONES)('in %s', (timeZone) => {
    it.each(AGGREGATIONS)(
      'is exported to the last token and the seventh decimal, %s',
      async (aggregation) => {
        const recorded = loadWorld(version);
        const dify = await startFakeDify({ version, world: recorded.world });

        const result = await dryRun(dify, { timeZone, aggregation });
        await dify.close();

        expect(exportedBy(result)).toEqual(
          truthOf(recorded, version, timeZone, aggregation, result),
        );
        expect(unexplained(result)).toEqual([]);
      },
    );
  });
});

function exportedBy({ reading }: ExportResult) {
  if (reading.kind === 'failed') throw reading.error;
  const records = reading.payloads.flatMap(({ app_records = [] }) => app_records);
  return Object.fromEntries(
    records.map(({ period, app_id, currency, token_count, total_price }) => [
      [period, app_id, currency].join(' | '),
      `${token_count} tokens, ${total_price}`,
    ]),
  );
}

function truthOf(
  { oracle }: RecordedWorld,
  version: RecordedVersion,
  timeZone: string,
  aggregation: Aggregation,
  { reading }: ExportResult,
) {
  if (reading.kind === 'failed') throw reading.error;
  const periods = new Set(reading.usage.period.buckets.map(({ label }) => label));
  const isOld = ['0.15.3', '1.4.3', '1.8.1'].includes(version);
  const hidesDeleted = ['1.8.1', '1.9.1'].includes(version);
  const deleted = Object.entries(oracle.labels.runs).filter(([, label]) => label === 'ac.del');
  return sumTruth(oracle, {
    timeZone,
    aggregation,
    periods,
    withDebugger: isOld,
    hiddenRuns: new Set(hidesDeleted ? deleted.map(([id]) => id) : []),
  });
}

function unexplained({ reading }: ExportResult) {
  if (reading.kind === 'failed') throw reading.error;
  return reading.report.differences.filter(({ cause }) => cause === 'unexplained');
}
