import type { Bill, ExportResult } from '../commands/export-usage.ts';
import type { DeliveryReport } from '../delivery/delivery-report.ts';
import { MAX_SKEW_MS } from '../http/clock-skew.ts';
import { chain } from '../language/chain.ts';
import { type Message, message, type Text } from '../language/message.ts';
import { safeMessage } from '../language/safe-message.ts';
import { textOf } from '../language/told-error.ts';
import type { Instant } from '../period/period.ts';
import type { Stretch } from '../period/stretch.ts';
import { safeText } from '../text/safe-text.ts';
import type { Residual } from '../usage/findings.ts';
import { formatUnits } from '../usage/money.ts';
import type { Assumption } from '../usage/usage-report.ts';
import { isUrgentNote } from './detail-notes.ts';

/** Something a person should know although it may not fail the run; `code` is stable. */
export type Warning = { readonly code: string; readonly text: Message };

/** In the order in which they matter for the bill. */
export function listWarnings(result: ExportResult): Warning[] {
  const { reading, spooled, delivery, damagedReceipts } = result;
  return [
    ...zoneWarning(result),
    ...(reading.kind === 'failed' ? [] : billWarnings(reading)),
    ...correctionWarning(result.corrected),
    ...withdrawalWarning(result.withdrawn),
    ...damagedReceiptWarnings(damagedReceipts),
    ...(spooled?.quarantined ?? []).map(({ name, reason }) => ({
      code: 'spool_file_damaged',
      text: message('warning_spool_file_damaged', {
        name: safeText(name, 120),
        reason: safeMessage(reason),
      }),
    })),
    ...otherReceiverWarning(delivery?.otherReceivers ?? []),
    ...(delivery === undefined
      ? []
      : clockWarning(message('clock_receiver'), delivery.clockSkewMs)),
    ...(delivery?.delivered ?? [])
      .filter(({ receiverAlreadyHasKey }) => receiverAlreadyHasKey)
      .map(({ id }) => ({
        code: 'receiver_already_has_key',
        text: message('warning_receiver_already_has_key', { id }),
      })),
  ];
}

/** What lies between the two midnights is in two records now, or in none. */
function zoneWarning({ reading, formerTimeZone }: ExportResult): Warning[] {
  if (reading.kind === 'failed' || formerTimeZone === undefined) return [];
  const { timeZone } = reading.usage;
  return [
    {
      code: 'time_zone_changed',
      text: message('warning_time_zone_changed', {
        former: safeText(formerTimeZone, 60),
        now: safeText(timeZone, 60),
      }),
    },
  ];
}

/** A bill that was final and is sent again is news for whoever has written the invoice. */
function correctionWarning(corrected: ExportResult['corrected']): Warning[] {
  if (corrected === undefined) return [];
  const changes = corrected.changes.map(({ bucket, currency, tokens, units }) =>
    message('warning_correction', {
      period: bucket,
      tokens: signed(tokens),
      price: `${units > 0n ? '+' : ''}${formatUnits(units)}`,
      currency,
    }),
  );
  return [
    {
      code: 'delivered_period_corrected',
      text: message('warning_delivered_period_corrected', {
        deliveredAt: corrected.deliveredAt,
        changes: chain('warning_next_correction', changes),
      }),
    },
  ];
}

/** Most receivers overwrite record by record, so that nothing takes the old one away. */
function withdrawalWarning(withdrawn: ExportResult['withdrawn']): Warning[] {
  const [first] = withdrawn;
  if (first === undefined) return [];
  const tokens = withdrawn.reduce((sum, record) => sum + record.tokens, 0);
  return [
    {
      code: 'records_withdrawn',
      text: message('warning_records_withdrawn', {
        records: withdrawn.length,
        tokens,
        key: safeText(first.key, 200),
      }),
    },
  ];
}

/** Never more than a warning: without its receipt an export is sent once more, under the same keys. */
export function damagedReceiptWarnings(
  damaged: readonly { readonly name: string; readonly reason: Text }[],
): Warning[] {
  return damaged.map(({ name, reason }) => ({
    code: 'receipt_damaged',
    text: message('warning_receipt_damaged', {
      name: safeText(name, 120),
      reason: safeMessage(reason),
    }),
  }));
}

/** They stay until somebody says what shall become of them: silence would be a gap in the bill. */
function otherReceiverWarning(waiting: DeliveryReport['otherReceivers']): Warning[] {
  const [first] = waiting;
  if (first === undefined) return [];
  return [
    {
      code: 'waits_for_other_receiver',
      text: message('warning_waits_for_other_receiver', {
        bodies: waiting.length,
        id: first.id,
        target: safeText(first.target, 120),
      }),
    },
  ];
}

function billWarnings(bill: Bill): Warning[] {
  const { usage, report } = bill;
  const { dify, results } = usage;
  const warnings: Warning[] = [];
  const warn = (code: string, text: Message) => warnings.push({ code, text });

  for (const result of results) {
    const app = appName(result.app.name);
    if (result.kind === 'withheld')
      warn('app_withheld', message('warning_app_withheld', { app, reason: textOf(result.error) }));
    if (result.kind === 'complete' && result.isDeleted)
      warn('app_deleted_since', message('warning_app_deleted_since', { app }));
    if (result.kind === 'complete' && result.unknown.length > 0) {
      const stretches = describeStretches(result.unknown);
      warn('deleted_app_unread', message('warning_deleted_app_unread', { app, stretches }));
    }
    if (result.kind === 'gone') warn('app_deleted', message('warning_app_deleted', { app }));
    if (result.kind === 'not_covered') {
      const mode = safeText(result.app.mode, 30);
      warn('app_not_covered', message('warning_app_not_covered', { app, mode }));
    }
  }
  if (usage.unlistableApps > 0) {
    const apps = usage.unlistableApps;
    warn('apps_unlistable', message('warning_apps_unlistable', { apps }));
  }
  for (const difference of report.differences.filter(({ cause }) => cause === 'unexplained')) {
    const { bucket: period, runs } = difference;
    const app = appNameOf(results, difference.appId);
    const tokens = signed(difference.tokens);
    warn(
      'difference_unexplained',
      message('warning_difference_unexplained', { app, period, tokens, runs }),
    );
  }
  for (const residual of report.residuals) {
    const app = appNameOf(results, residual.appId);
    warn(`missing_${residual.cause}`, describeResidual(residual, app));
  }
  for (const assumption of report.assumptions) warnings.push(describeAssumption(assumption));
  for (const { app, certainty } of report.apps) {
    for (const { bucket: period, cause, tokens } of certainty.notes.filter(isUrgentNote)) {
      const why = message(`detail_${cause}`);
      const values = { app: appName(app.name), period, tokens, cause: why };
      warn(cause, message('warning_detail', values));
    }
  }
  warnings.push(...meterWarnings(bill));
  if (report.maybeDebug.runs > 0) {
    const { runs, tokens } = report.maybeDebug;
    warn('maybe_debug', message('warning_maybe_debug', { runs, tokens }));
  }
  if (dify.isNewerThanKnown) {
    const version = dify.version.text;
    warn('dify_version_unknown', message('warning_dify_version_unknown', { version }));
  }
  warnings.push(...clockWarning('Dify', dify.clockSkewMs));
  return warnings;
}

const SHOWN_STRETCHES = 5;
const MINUTE_MS = 60_000;

/** In whole minutes of UTC. */
function describeStretches(stretches: readonly Stretch[]): Message[] {
  const shown = stretches
    .slice(0, SHOWN_STRETCHES)
    .map(({ from, to }) =>
      message('warning_stretch', { from: toMinute(from), to: toMinute(to + MINUTE_MS - 1) }),
    );
  const count = stretches.length - shown.length;
  return count === 0 ? shown : [...shown, message('warning_more_stretches', { count })];
}

function toMinute(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 16)}Z`;
}

function meterWarnings({ meter, isWorkspaceComplete }: Bill): Warning[] {
  if (meter === undefined) return [];
  if (!isWorkspaceComplete) {
    return [{ code: 'api_meter_withheld', text: message('warning_api_meter_withheld') }];
  }
  return meter.refused.map(({ usageDate, provider, model, currencies, tokens }) => {
    const paidIn = currencies.map((currency) => safeText(currency, 10));
    return {
      code: 'api_meter_two_currencies',
      text: message('warning_api_meter_two_currencies', {
        date: usageDate,
        provider: safeText(provider, 60),
        model: safeText(model, 60),
        tokens,
        currencies: chain('warning_two', paidIn),
      }),
    };
  });
}

function describeResidual({ bucket, cause, tokens, runs }: Residual, app: Message): Message {
  const amount =
    tokens === undefined
      ? message('residual_tokens_unknown')
      : message('residual_tokens', { tokens });
  return message('residual', {
    app,
    period: bucket,
    amount: runs === 0 ? amount : message('residual_runs', { runs, amount }),
    cause: message(`residual_${cause}`),
  });
}

function describeAssumption(assumption: Assumption): Warning {
  const app = appName(assumption.app.name);
  switch (assumption.kind) {
    case 'bucket': {
      const { tokens, bucket: period } = assumption;
      return {
        code: 'bucket_assumed',
        text: message('assumption_bucket', { app, tokens, period }),
      };
    }
    case 'model': {
      const { tokens } = assumption;
      return { code: 'model_assumed', text: message('assumption_model', { app, tokens }) };
    }
    case 'currency':
      return describeCurrency(app, assumption);
  }
}

function describeCurrency(
  app: Message,
  {
    model: known,
    currency: { currency, basis, likelyRmb },
  }: Extract<Assumption, { kind: 'currency' }>,
): Warning {
  const model =
    known === undefined ? message('assumption_unknown_model') : safeText(known.name, 60);
  const values = { app, model, currency };
  return {
    code: likelyRmb ? 'currency_likely_rmb' : 'currency_assumed',
    text:
      basis === 'present_model'
        ? message('assumption_currency_of_present_model', values)
        : message(likelyRmb ? 'assumption_currency_likely_rmb' : 'assumption_currency', values),
  };
}

function clockWarning(who: Text, skewMs: number | undefined): Warning[] {
  if (skewMs === undefined || Math.abs(skewMs) <= MAX_SKEW_MS) return [];
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const code = skewMs > 0 ? 'clock_ahead' : 'clock_behind';
  return [{ code: 'clock_skew', text: message(code, { who, seconds }) }];
}

function appNameOf(results: Bill['usage']['results'], appId: string): Message {
  return appName(results.find(({ app }) => app.id === appId)?.app.name ?? appId);
}

function appName(name: string): Message {
  return message('warning_app', { name: JSON.stringify(safeText(name, 60)) });
}

function signed(tokens: number): string {
  return tokens > 0 ? `+${tokens}` : String(tokens);
}
