import { describe, expect, it } from 'vitest';
import { exportExitCodes } from '../../src/cli/export-exit-codes.ts';
import { mostUrgent } from '../../src/exit-code.ts';
import { StateWriteError } from '../../src/files/state-write-error.ts';
import { rejectedBody } from '../support/delivery.ts';
import { app } from '../support/usage.ts';
import {
  bill,
  completeApp,
  deliveryReport,
  difyError,
  exportResult,
  failedExport,
} from './export-builders.ts';

const cause = new Error('cause');

describe('exportExitCodes', () => {
  const statusOf = (result: Parameters<typeof exportExitCodes>[0]) =>
    mostUrgent(exportExitCodes(result));

  it('is 0 when all was read and delivered, or there was nothing to do', () => {
    expect(statusOf(exportResult({ delivery: deliveryReport() }))).toBe(0);
    expect(statusOf(exportResult({ dryRun: true }))).toBe(0);
  });

  it('is 69 when Dify could not be read, even if what waited was delivered', () => {
    expect(statusOf({ ...failedExport(), delivery: deliveryReport() })).toBe(69);
  });

  it('is 69 when one app is withheld', () => {
    const withheld = { kind: 'withheld', app: app(), error: difyError() } as const;

    expect(
      statusOf(exportResult({ bill: bill({ reading: { results: [completeApp(), withheld] } }) })),
    ).toBe(69);
  });

  it('is 77 when one app is withheld for a role too low', () => {
    const withheld = { kind: 'withheld', app: app(), error: difyError('forbidden') } as const;

    expect(statusOf(exportResult({ bill: bill({ reading: { results: [withheld] } }) }))).toBe(77);
  });

  it('is 69 when Dify cannot list an app, or a strict run objects', () => {
    expect(statusOf(exportResult({ bill: bill({ reading: { unlistableApps: 1 } }) }))).toBe(69);
    expect(statusOf(exportResult({ bill: bill({ objections: ['assumed_values'] }) }))).toBe(69);
  });

  it('is 0 for an app that was deleted, or is of a mode that is not known', () => {
    const results = [
      { kind: 'gone', app: app() },
      { kind: 'not_covered', app: app() },
    ] as const;

    expect(statusOf(exportResult({ bill: bill({ reading: { results } }) }))).toBe(0);
  });

  it('is 73 when the disk refused the body, whatever else happened', () => {
    const spoolFailure = new StateWriteError('/state/spool/x.json', { cause });
    const delivery = deliveryReport({ rejected: [rejectedBody()] });

    expect(statusOf({ ...failedExport('credentials'), spoolFailure, delivery })).toBe(73);
  });

  it('is 73 when a file of the spool was damaged, whoever found it', () => {
    const quarantined = [{ name: 'x.json', reason: 'it is not JSON' }];
    const spooled = { written: 1, kept: 0, superseded: 0, quarantined };

    expect(statusOf(exportResult({ spooled }))).toBe(73);
    expect(statusOf(exportResult({ delivery: deliveryReport({ quarantined }) }))).toBe(73);
    expect(statusOf(exportResult({ spooled: { ...spooled, quarantined: [] } }))).toBe(0);
  });

  it('is that of the delivery when Dify was read', () => {
    const reason = { code: 'network', message: 'billing.test is down' };
    const deferred = { reason, exitCode: 75, entriesKept: 1 } as const;

    expect(statusOf(exportResult({ delivery: deliveryReport({ deferred }) }))).toBe(75);
    expect(statusOf({ ...failedExport(), delivery: deliveryReport({ deferred }) })).toBe(69);
  });
});
