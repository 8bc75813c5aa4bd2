import { describe, expect, it } from 'vitest';
import { summarizeExport } from '../../src/cli/export-summary.ts';
import { StateWriteError } from '../../src/files/state-write-error.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import type { CounterCause } from '../../src/usage/explain-run.ts';
import { amount, app, appTotals, appUsage } from '../support/usage.ts';
import {
  bill,
  completeApp,
  deliveredBody,
  deliveryReport,
  difyError,
  exportResult,
  failedExport,
  usageReading,
} from './export-builders.ts';

describe('summarizeExport', () => {
  it('tells what was read, what it costs and what became of it', () => {
    const delivery = deliveryReport({ delivered: [deliveredBody()] });

    const usage = appUsage({
      runCounts: [
        { bucket: '2026-10', runs: 1, leafTokens: 1200, countedTokens: 1200, unfinished: 0 },
      ],
    });
    const ofRuns = bill({ reading: { results: [completeApp(app(), usage)] } });

    expect(linesOf(exportResult({ bill: ofRuns, delivery }))).toEqual([
      'Dify 1.14.2 at dify.test, workspace Home',
      'Period 2026-10-01..2026-10-31 (UTC): 1 of 1 apps read',
      '  2026-10          1200 tokens         0.0030000 USD',
      "Reconciled: run by run equal to Dify's own statistics.",
      'Delivered 1 record(s) of 2026-11-01..2026-11-30: accepted',
    ]);
  });

  it('names the zone when it is that of the account, a widened and a provisional period', () => {
    const { period } = usageReading();
    const reading = {
      isAccountTimeZone: true,
      timeZone: 'Asia/Tokyo',
      period: { ...period, widened: true },
    };

    expect(linesOf(exportResult({ bill: bill({ reading, isProvisional: true }) }))[1]).toBe(
      "Period 2026-10-01..2026-10-31 (Asia/Tokyo, the Dify account's own zone), widened to whole buckets, provisional: 1 of 1 apps read",
    );
  });

  it('adds up the apps per bucket and currency', () => {
    const apps = [
      appTotals({ amounts: [amount({ tokens: 1 }), amount({ currency: 'CNY', tokens: 2 })] }),
      appTotals({ app: app({ id: 'app-2' }), amounts: [amount({ tokens: 3 })] }),
    ];

    expect(linesOf(exportResult({ bill: bill({ figures: { apps } }) })).slice(2, 4)).toEqual([
      '  2026-10             2 tokens         0.0002500 CNY',
      '  2026-10             4 tokens         0.0005000 USD',
    ]);
  });

  it('says that there is no usage', () => {
    expect(linesOf(exportResult({ bill: bill({ figures: { apps: [] } }) }))[2]).toBe('  No usage.');
  });

  it('does not call it no usage when nothing could be read', () => {
    const withheld = { kind: 'withheld', app: app(), error: difyError() } as const;
    const given = bill({ reading: { results: [withheld] }, figures: { apps: [] } });

    expect(linesOf(exportResult({ bill: given })).slice(1)).toEqual([
      'Period 2026-10-01..2026-10-31 (UTC): 0 of 1 apps read',
      '  Nothing read.',
      'Warning: App "Support" is withheld: dify.test is down.',
    ]);
  });

  it('counts the apps that could not be read, and warns of them', () => {
    const withheld = { kind: 'withheld', app: app({ name: 'Bad' }), error: difyError() } as const;
    const lines = linesOf(
      exportResult({ bill: bill({ reading: { results: [completeApp(), withheld] } }) }),
    );

    expect(lines[1]).toMatch(/1 of 2 apps read$/);
    expect(lines).toContain('Warning: App "Bad" is withheld: dify.test is down.');
  });

  it.each<[CounterCause, string]>([
    ['zero_totals', 'Dify counted nothing for these runs'],
    ['containers_counted_twice', 'Dify counted iterations and loops twice'],
    ['workflow_tools', "Dify counted a tool's workflow in its parent too"],
    ['stopped_runs', 'Dify counted nothing for stopped runs'],
    ['failed_calls', 'calls that failed after the model had answered'],
    ['failed_containers', 'Dify left out a failed iteration or loop'],
    ['parallel_iterations', "Dify's count grew in parallel iterations"],
    ['runs_in_progress', 'runs were in progress'],
    ['unexplained', 'no known reason'],
  ])('explains a difference by %s', (cause, text) => {
    const difference = { appId: 'app-1', bucket: '2026-10', cause, tokens: 45, runs: 2 };
    const lines = linesOf(exportResult({ bill: bill({ figures: { differences: [difference] } }) }));

    expect(lines[3]).toBe(
      `Reconciled with Dify's own statistics, ${cause === 'unexplained' ? '1 unexplained' : 'every difference explained'}:`,
    );
    expect(lines[4]).toBe(`  Support, 2026-10: +45 tokens in 2 run(s), ${text}`);
  });

  it('says what a strict run objected to', () => {
    const objections = ['unexplained_differences', 'assumed_values'];

    expect(linesOf(exportResult({ bill: bill({ objections }) })).at(-1)).toBe(
      'Refused by --strict (unexplained_differences, assumed_values): nothing of this period was sent.',
    );
  });

  it('says that Dify could not be read, and what was delivered all the same', () => {
    const delivery = deliveryReport({ delivered: [deliveredBody()] });

    expect(linesOf({ ...failedExport(), delivery })).toEqual([
      'Dify could not be read: dify.test is down.',
      'Delivered 1 record(s) of 2026-11-01..2026-11-30: accepted',
    ]);
  });

  it('says that the disk refused the body', () => {
    const cause = Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' });
    const spoolFailure = new StateWriteError('/state/spool/x.json', { cause });

    expect(linesOf(exportResult({ spoolFailure })).at(-1)).toBe(
      'Not spooled and not sent: Could not write /state/spool/x.json: no space is left (ENOSPC); free some and run again.',
    );
  });

  it('says that a dry run changed nothing', () => {
    expect(linesOf(exportResult({ dryRun: true })).at(-1)).toBe(
      'Dry run: nothing was sent or stored.',
    );
  });

  it('names a workspace without a name by its id', () => {
    const workspaces = [
      { id: 'workspace-1', name: '' },
      { id: 'workspace-2', name: 'Second' },
    ];

    expect(linesOf(exportResult({ bill: bill({ reading: { workspaces } }) }))[0]).toBe(
      'Dify 1.14.2 at dify.test, workspace workspace-1, Second',
    );
  });

  it('lets no name of a workspace or an app move the cursor', () => {
    const hostile = '\u001b[2J\u202e\nevil';
    const difference = {
      appId: 'app-1',
      bucket: '2026-10',
      cause: 'zero_totals',
      tokens: -1,
      runs: 1,
    } as const;
    const reading = {
      workspaces: [{ id: 'w', name: hostile }],
      results: [completeApp(app({ name: hostile }))],
    };
    const text = summarizeExport(
      exportResult({ bill: bill({ reading, figures: { differences: [difference] } }) }),
      sayInEnglish,
    );

    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(text).toContain('  [2J evil, 2026-10: -1 tokens in 1 run(s), Dify counted nothing');
  });
});

function linesOf(result: Parameters<typeof summarizeExport>[0]): string[] {
  const text = summarizeExport(result, sayInEnglish);
  expect(text.endsWith('\n')).toBe(true);
  return text.trimEnd().split('\n');
}
