import { describe, expect, it } from 'vitest';
import { listWarnings as warningsOf } from '../../src/cli/export-warnings.ts';
import { toWarningDocument } from '../../src/cli/warning-document.ts';
import type { ExportResult } from '../../src/commands/export-usage.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import type { ResidualCause } from '../../src/usage/findings.ts';
import type { Assumption } from '../../src/usage/usage-report.ts';
import { app } from '../support/usage.ts';
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

describe('listWarnings', () => {
  it('is empty when there is nothing to say', () => {
    expect(listWarnings(exportResult({ delivery: deliveryReport() }))).toEqual([]);
    expect(listWarnings(failedExport())).toEqual([]);
  });

  it('names the apps that are not in the bill, and why', () => {
    const results = [
      { kind: 'withheld', app: app({ name: 'A' }), error: difyError() },
      { kind: 'gone', app: app({ name: 'B' }) },
      { kind: 'not_covered', app: app({ name: 'C', mode: 'hologram' }) },
    ] as const;

    expect(listWarnings(exportResult({ bill: bill({ reading: { results } }) }))).toEqual([
      { code: 'app_withheld', message: 'App "A" is withheld: dify.test is down.' },
      { code: 'app_deleted', message: 'App "B" was deleted in Dify while it was read.' },
      {
        code: 'app_not_covered',
        message: 'App "C" is not covered: its mode hologram is not known.',
      },
    ]);
  });

  it('names the minutes in which a deleted app may have spent what nobody read', () => {
    const from = (minute: number) => ({
      from: Date.parse('2026-10-05T00:00:00Z') + minute * 60_000,
      to: Date.parse('2026-10-05T00:00:00Z') + minute * 60_000 + 1,
    });
    const results = [
      {
        ...completeApp(app({ name: 'A\n' })),
        isDeleted: true,
        unknown: [0, 2, 4, 6, 8, 10, 12].map(from),
      },
    ];

    expect(messagesOf({ reading: { results } })).toEqual([
      'App "A " is deleted in Dify: what was read of it before stays in the bill.',
      'App "A " is deleted in Dify, and what it spent was not read before, or not finally: from 2026-10-05T00:00Z to 2026-10-05T00:01Z, from 2026-10-05T00:02Z to 2026-10-05T00:03Z, from 2026-10-05T00:04Z to 2026-10-05T00:05Z, from 2026-10-05T00:06Z to 2026-10-05T00:07Z, from 2026-10-05T00:08Z to 2026-10-05T00:09Z, 2 more.',
    ]);
    expect(codesOf({ reading: { results } })).toContain('deleted_app_unread');
  });

  it('says how many apps break the list of Dify', () => {
    expect(codesOf({ reading: { unlistableApps: 2 } })).toEqual(['apps_unlistable']);
    expect(messagesOf({ reading: { unlistableApps: 2 } })[0]).toMatch(/^2 app\(s\) break/);
  });

  it('warns of unexplained differences only', () => {
    const difference = { appId: 'app-1', bucket: '2026-10', runs: 1 } as const;
    const differences = [
      { ...difference, cause: 'zero_totals', tokens: -30 },
      { ...difference, cause: 'unexplained', tokens: 7 },
      { ...difference, cause: 'unexplained', tokens: -7, bucket: '2026-11' },
    ] as const;

    expect(messagesOf({ figures: { differences } })).toEqual([
      'App "Support", 2026-10: Dify\'s statistics differ by +7 tokens in 1 run(s), and no known reason fits.',
      'App "Support", 2026-11: Dify\'s statistics differ by -7 tokens in 1 run(s), and no known reason fits.',
    ]);
  });

  it.each<[ResidualCause, string]>([
    [
      'deleted_conversations',
      'were in conversations that are deleted, and only the statistics know of them',
    ],
    ['runs_cleaned_up', 'were deleted by log cleanup'],
    ['runs_without_log', 'crashed or were still running and have no log'],
    ['messages_unreadable', 'cannot be read, because a file of a message is missing in Dify'],
    ['child_app_not_exported', 'belong to an app called as a tool that is not part of this export'],
    ['price_unknown', 'have no price in Dify'],
  ])('names what is missing by %s', (cause, text) => {
    const residuals = [{ appId: 'app-1', bucket: '2026-10', cause, tokens: 30, runs: 2 }];

    expect(listWarnings(exportResult({ bill: bill({ figures: { residuals } }) }))).toEqual([
      {
        code: `missing_${cause}`,
        message: `App "Support", 2026-10: 2 run(s) (30 tokens) ${text}.`,
      },
    ]);
  });

  it('does not turn unknown tokens into a number, nor an unknown count of runs', () => {
    const residual = { appId: 'app-1', bucket: '2026-10', cause: 'runs_cleaned_up' } as const;
    const residuals = [
      { ...residual, tokens: undefined, runs: 2 },
      { ...residual, tokens: 30, runs: 0 },
    ];

    expect(messagesOf({ figures: { residuals } })).toEqual([
      'App "Support", 2026-10: 2 run(s) (tokens unknown) were deleted by log cleanup.',
      'App "Support", 2026-10: 30 tokens were deleted by log cleanup.',
    ]);
  });

  describe('of what was assumed', () => {
    const chat = app({
      name: 'Chat',
      model: { provider: 'deepseek', name: 'deepseek-chat', savedAt: undefined },
    });
    const currency = (
      basis: 'assumed' | 'present_model',
      likelyRmb: boolean,
      of = chat,
    ): Assumption => ({
      kind: 'currency',
      app: of,
      model: of.model,
      currency: { currency: 'USD', basis, likelyRmb },
      tokens: 30,
    });

    it.each([
      [
        currency('assumed', false),
        'currency_assumed',
        'App "Chat": Dify does not tell the currency of deepseek-chat: USD is assumed; set DIFY_USAGE_MODEL_CURRENCY.',
      ],
      [
        currency('assumed', true),
        'currency_likely_rmb',
        'App "Chat": Dify does not tell the currency of deepseek-chat: USD is assumed, although Dify\'s plugin prices this provider in RMB; set DIFY_USAGE_MODEL_CURRENCY.',
      ],
      [
        currency('present_model', false),
        'currency_assumed',
        'App "Chat": USD is the currency of its present model deepseek-chat, which may not be the only one it used.',
      ],
      [
        currency('assumed', false, app({ name: 'Chat' })),
        'currency_assumed',
        'App "Chat": Dify does not tell the currency of an unknown model: USD is assumed; set DIFY_USAGE_MODEL_CURRENCY.',
      ],
      [
        { kind: 'bucket', app: chat, bucket: '2026-10', tokens: 7 } as const,
        'bucket_assumed',
        'App "Chat": 7 tokens lie in an hour that clocks passed twice, which Dify cannot divide; they are billed in 2026-10.',
      ],
    ])('says what and why', (assumption, code, message) => {
      expect(
        listWarnings(exportResult({ bill: bill({ figures: { assumptions: [assumption] } }) })),
      ).toEqual([{ code, message }]);
    });
  });

  it('counts what may be debug', () => {
    expect(messagesOf({ figures: { maybeDebug: { runs: 2, tokens: 30 } } })).toEqual([
      '2 run(s) with 30 tokens are tool children of account runs and may be debug; they are billed.',
    ]);
  });

  it('says that a version was never measured', () => {
    const dify = { ...usageReading().dify, isNewerThanKnown: true };

    expect(codesOf({ reading: { dify } })).toEqual(['dify_version_unknown']);
  });

  it.each([
    [30_000, undefined],
    [-30_000, undefined],
    [30_001, "The clock of Dify is 30 s ahead of this machine's: set both by NTP."],
    [-90_000, "The clock of Dify is 90 s behind this machine's: set both by NTP."],
  ])('judges a clock that is %i ms off', (clockSkewMs, message) => {
    const dify = { ...usageReading().dify, clockSkewMs };

    expect(messagesOf({ reading: { dify } })).toEqual(message === undefined ? [] : [message]);
  });

  it('warns of the clock of the receiver, also when Dify could not be read', () => {
    const delivery = deliveryReport({ clockSkewMs: 60_000 });

    expect(listWarnings({ ...failedExport(), delivery })).toEqual([
      {
        code: 'clock_skew',
        message: "The clock of the receiver is 60 s ahead of this machine's: set both by NTP.",
      },
    ]);
  });

  it('warns of a key that the receiver cannot have', () => {
    const delivered = [
      deliveredBody({ alreadyReceived: true }),
      deliveredBody({ id: '1'.repeat(32), alreadyReceived: true, receiverAlreadyHasKey: true }),
    ];

    expect(listWarnings(exportResult({ delivery: deliveryReport({ delivered }) }))).toEqual([
      {
        code: 'receiver_already_has_key',
        message: `The receiver says it already has the body ${'1'.repeat(32)}, which was never sent before.`,
      },
    ]);
  });

  it('warns of a damaged file that was found when the new body was put into the spool', () => {
    const quarantined = [{ name: '\u001b[2Jx.json', reason: 'it is not JSON' }];
    const spooled = { written: 1, kept: 0, superseded: 0, quarantined };

    expect(listWarnings(exportResult({ spooled }))).toEqual([
      {
        code: 'spool_file_damaged',
        message:
          'The file [2Jx.json of the spool is damaged and now in quarantine/: it is not JSON.',
      },
    ]);
  });

  it('lets no name of an app, model or mode move the cursor', () => {
    const hostile = '\u001b[2J\u202e\r\n"evil"';
    const evil = app({
      name: hostile,
      mode: hostile,
      model: { provider: 'x', name: hostile, savedAt: undefined },
    });
    const results = [{ kind: 'not_covered', app: evil }, completeApp(evil)] as const;
    const assumptions: Assumption[] = [
      {
        kind: 'currency',
        app: evil,
        model: evil.model,
        currency: { currency: 'USD', basis: 'assumed', likelyRmb: false },
        tokens: 1,
      },
    ];

    const text = messagesOf({ reading: { results }, figures: { assumptions } }).join('');
    expect(text).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(text).toContain('App "[2J \\"evil\\""');
  });

  it('names an app by its id when its name is not known', () => {
    const residuals = [
      { appId: 'app-9', bucket: '2026-10', cause: 'price_unknown', tokens: 1, runs: 1 },
    ] as const;

    expect(messagesOf({ figures: { residuals } })[0]).toMatch(/^App "app-9", /);
  });
});

function messagesOf(overrides: Parameters<typeof bill>[0]): string[] {
  return listWarnings(exportResult({ bill: bill(overrides) })).map(({ message }) => message);
}

function codesOf(overrides: Parameters<typeof bill>[0]): string[] {
  return listWarnings(exportResult({ bill: bill(overrides) })).map(({ code }) => code);
}

function listWarnings(result: ExportResult) {
  return warningsOf(result).map((warning) => toWarningDocument(warning, sayInEnglish));
}
