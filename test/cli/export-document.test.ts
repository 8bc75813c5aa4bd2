import { describe, expect, it } from 'vitest';
import { toExportDocument } from '../../src/cli/export-document.ts';
import { StateWriteError } from '../../src/files/state-write-error.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import { amount, app, appTotals } from '../support/usage.ts';
import {
  bill,
  completeApp,
  deliveryReport,
  difyError,
  exportResult,
  failedExport,
} from './export-builders.ts';

describe('toExportDocument', () => {
  it('holds the whole result, amounts as text', () => {
    const apps = [appTotals({ amounts: [amount({ tokens: 1200, units: 30_000n })] })];

    expect(documentOf(exportResult({ bill: bill({ figures: { apps } }) }))).toEqual({
      command: 'export',
      status: 0,
      dry_run: false,
      period: {
        nominal: '2026-10-01..2026-10-31',
        start: '2026-10-01T00:00:00.000Z',
        end: '2026-11-01T00:00:00.000Z',
        time_zone: 'UTC',
        time_zone_from: 'configuration',
        widened: false,
        provisional: false,
      },
      dify: {
        host: 'dify.test',
        version: '1.14.2',
        workspaces: [{ id: 'workspace-1', name: 'Home' }],
        statistics_may_include_debugger: false,
        clock_skew_ms: 0,
      },
      totals: [{ period: '2026-10', currency: 'USD', token_count: 1200, total_price: '0.0030000' }],
      apps: [
        {
          app_id: 'app-1',
          app_name: 'Support',
          mode: 'workflow',
          result: 'complete',
          amounts: [
            { period: '2026-10', currency: 'USD', token_count: 1200, total_price: '0.0030000' },
          ],
        },
      ],
      workspace_complete: true,
      reconciliation: {
        differences: [],
        missing: [],
        assumed: [],
        unread: [],
        maybe_debug: { runs: 0, tokens: 0 },
        unfinished_runs: 0,
        strict_objections: [],
      },
      warnings: [],
    });
  });

  it('says of an app that is withheld why, without amounts', () => {
    const results = [
      { kind: 'withheld', app: app({ id: 'app-2' }), error: difyError() } as const,
      completeApp(),
    ];

    expect(documentOf(exportResult({ bill: bill({ reading: { results } }) }))).toMatchObject({
      apps: [
        {
          app_id: 'app-2',
          result: 'withheld',
          error: { code: 'unavailable', message: 'dify.test is down' },
          amounts: [],
        },
        { app_id: 'app-1', result: 'complete' },
      ],
      warnings: [{ code: 'app_withheld' }],
    });
  });

  it('tells unknown tokens as null', () => {
    const residuals = [
      {
        appId: 'app-1',
        bucket: '2026-10',
        cause: 'runs_cleaned_up',
        tokens: undefined,
        runs: 1,
      },
    ] as const;

    expect(documentOf(exportResult({ bill: bill({ figures: { residuals } }) }))).toMatchObject({
      reconciliation: {
        missing: [
          { app_id: 'app-1', bucket: '2026-10', cause: 'runs_cleaned_up', tokens: null, runs: 1 },
        ],
      },
    });
  });

  it('holds the bodies of a dry run as JSON, and of no other run', () => {
    const given = bill({ bodies: [{ id: 'key-1', body: '{"a":1}' }] });

    expect(documentOf(exportResult({ dryRun: true, bill: given }))).toMatchObject({
      dry_run: true,
      bodies: [{ id: 'key-1', body: { a: 1 } }],
    });
    expect(documentOf(exportResult({ bill: given }))).not.toHaveProperty('bodies');
  });

  it('holds an error instead of figures when Dify could not be read', () => {
    const document = documentOf({ ...failedExport('credentials'), delivery: deliveryReport() });

    expect(document).toMatchObject({
      error: { code: 'credentials', message: 'dify.test is down' },
      delivery: { delivered: [], deferred: null, rejected: [], for_other_receivers: 0 },
    });
    expect(document).not.toHaveProperty('totals');
  });

  it('tells what was put into the spool, or why it was not', () => {
    const cause = Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' });
    const spoolFailure = new StateWriteError('/state/spool/x.json', { cause });
    const spooled = { written: 2, kept: 1, superseded: 3, quarantined: [] };

    expect(documentOf(exportResult({ spooled }))).toMatchObject({
      spool: { written: 2, kept: 1, superseded: 3 },
    });
    expect(documentOf(exportResult({ spoolFailure }))).toMatchObject({
      spool_error: spoolFailure.message,
    });
  });
});

/** As a reader of the JSON sees it. */
function documentOf(result: Parameters<typeof toExportDocument>[0]): unknown {
  return JSON.parse(JSON.stringify(toExportDocument(result, 0, sayInEnglish)));
}
