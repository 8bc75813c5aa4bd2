import type { Bill, ExportResult } from '../commands/export-usage.ts';
import type { DeliveryReport } from '../delivery/delivery-report.ts';
import { MAX_SKEW_MS } from '../http/clock-skew.ts';
import type { Instant } from '../period/period.ts';
import type { Stretch } from '../period/stretch.ts';
import type { Residual } from '../usage/findings.ts';
import { formatUnits } from '../usage/money.ts';
import type { Assumption } from '../usage/usage-report.ts';
import { detailCauses, isUrgentNote } from './detail-notes.ts';
import { safeText } from './safe-text.ts';

/** Something a person should know although it may not fail the run; `code` is stable. */
export type Warning = { readonly code: string; readonly message: string };

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
      message: `The file ${safeText(name, 120)} of the spool is damaged and now in quarantine/: ${safeText(reason)}.`,
    })),
    ...otherReceiverWarning(delivery?.otherReceivers ?? []),
    ...(delivery === undefined ? [] : clockWarning('the receiver', delivery.clockSkewMs)),
    ...(delivery?.delivered ?? [])
      .filter(({ receiverAlreadyHasKey }) => receiverAlreadyHasKey)
      .map(({ id }) => ({
        code: 'receiver_already_has_key',
        message: `The receiver says it already has the body ${id}, which was never sent before.`,
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
      message: `The Dify account's time zone was ${safeText(formerTimeZone, 60)} and is ${safeText(timeZone, 60)} now, so that days and months begin at another hour: set DIFY_USAGE_TIMEZONE, and export the periods again that the bill is to have in it.`,
    },
  ];
}

/** A bill that was final and is sent again is news for whoever has written the invoice. */
function correctionWarning(corrected: ExportResult['corrected']): Warning[] {
  if (corrected === undefined) return [];
  const changes = corrected.changes.map(
    ({ bucket, currency, tokens, units }) =>
      `${bucket} ${signed(tokens)} tokens, ${units > 0n ? '+' : ''}${formatUnits(units)} ${currency}`,
  );
  return [
    {
      code: 'delivered_period_corrected',
      message: `The period was delivered at ${corrected.deliveredAt} and is sent again, since Dify tells otherwise now: ${changes.join('; ')}.`,
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
      message: `${withdrawn.length} record(s) with ${tokens} tokens that were delivered are not part of this export any more, such as ${safeText(first.key, 200)}: a receiver that overwrites record by record bills them still, so remove them there.`,
    },
  ];
}

/** Never more than a warning: without its receipt an export is sent once more, under the same keys. */
export function damagedReceiptWarnings(
  damaged: readonly { readonly name: string; readonly reason: string }[],
): Warning[] {
  return damaged.map(({ name, reason }) => ({
    code: 'receipt_damaged',
    message: `The receipt ${safeText(name, 120)} is damaged and not used: ${safeText(reason)}.`,
  }));
}

/** They stay until somebody says what shall become of them: silence would be a gap in the bill. */
function otherReceiverWarning(waiting: DeliveryReport['otherReceivers']): Warning[] {
  const [first] = waiting;
  if (first === undefined) return [];
  const target = safeText(first.target, 120);
  return [
    {
      code: 'waits_for_other_receiver',
      message: `${waiting.length} body(ies) wait in the spool for another address (${first.id} for ${target}): send them to this one with dify-usage spool retry ID, or remove them.`,
    },
  ];
}

function billWarnings(bill: Bill): Warning[] {
  const { usage, report } = bill;
  const { dify, results } = usage;
  const warnings: Warning[] = [];
  const warn = (code: string, message: string) => warnings.push({ code, message });

  for (const result of results) {
    const name = appName(result.app.name);
    if (result.kind === 'withheld')
      warn('app_withheld', `${name} is withheld: ${result.error.message}.`);
    if (result.kind === 'complete' && result.isDeleted)
      warn(
        'app_deleted_since',
        `${name} is deleted in Dify: what was read of it before stays in the bill.`,
      );
    if (result.kind === 'complete' && result.unknown.length > 0)
      warn(
        'deleted_app_unread',
        `${name} is deleted in Dify, and what it spent was not read before, or not finally: ${describeStretches(result.unknown)}.`,
      );
    if (result.kind === 'gone')
      warn('app_deleted', `${name} was deleted in Dify while it was read.`);
    if (result.kind === 'not_covered') {
      const mode = safeText(result.app.mode, 30);
      warn('app_not_covered', `${name} is not covered: its mode ${mode} is not known.`);
    }
  }
  if (usage.unlistableApps > 0) {
    warn(
      'apps_unlistable',
      `${usage.unlistableApps} app(s) break Dify's own app list: delete or repair the workflow draft that was imported incompletely, or upgrade Dify to 1.11.`,
    );
  }
  for (const difference of report.differences.filter(({ cause }) => cause === 'unexplained')) {
    warn(
      'difference_unexplained',
      `${appNameOf(usage.results, difference.appId)}, ${difference.bucket}: Dify's statistics differ by ${signed(difference.tokens)} tokens in ${difference.runs} run(s), and no known reason fits.`,
    );
  }
  for (const residual of report.residuals) {
    warn(
      `missing_${residual.cause}`,
      describeResidual(residual, appNameOf(usage.results, residual.appId)),
    );
  }
  for (const assumption of report.assumptions) warn(...describeAssumption(assumption));
  for (const { app, certainty } of report.apps) {
    for (const { bucket, cause, tokens } of certainty.notes.filter(isUrgentNote)) {
      warn(cause, `${appName(app.name)}, ${bucket}: ${tokens} tokens ${detailCauses[cause]}.`);
    }
  }
  warnings.push(...meterWarnings(bill));
  if (report.maybeDebug.runs > 0) {
    warn(
      'maybe_debug',
      `${report.maybeDebug.runs} run(s) with ${report.maybeDebug.tokens} tokens are tool children of account runs and may be debug; they are billed.`,
    );
  }
  if (dify.isNewerThanKnown) {
    warn(
      'dify_version_unknown',
      `Dify ${dify.version.text} is newer than any version this program was measured with.`,
    );
  }
  warnings.push(...clockWarning('Dify', dify.clockSkewMs));
  return warnings;
}

const SHOWN_STRETCHES = 5;
const MINUTE_MS = 60_000;

/** In whole minutes of UTC. */
function describeStretches(stretches: readonly Stretch[]): string {
  const shown = stretches
    .slice(0, SHOWN_STRETCHES)
    .map(({ from, to }) => `from ${toMinute(from)} to ${toMinute(to + MINUTE_MS - 1)}`);
  const others = stretches.length - shown.length;
  return [...shown, ...(others > 0 ? [`${others} more`] : [])].join(', ');
}

function toMinute(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 16)}Z`;
}

function meterWarnings({ meter, isWorkspaceComplete }: Bill): Warning[] {
  if (meter === undefined) return [];
  if (!isWorkspaceComplete) {
    return [
      {
        code: 'api_meter_withheld',
        message:
          'Nothing of this period is sent: API_Meter overwrites whole days, and without the apps that could not be read every day may be too small.',
      },
    ];
  }
  return meter.refused.map(({ usageDate, provider, model, currencies, tokens }) => ({
    code: 'api_meter_two_currencies',
    message: `${usageDate}, ${safeText(provider, 60)} ${safeText(model, 60)}: ${tokens} tokens are not sent, because they were paid in ${currencies.map((currency) => safeText(currency, 10)).join(' and ')}, and API_Meter has one amount for them.`,
  }));
}

const RESIDUALS: Readonly<Record<Residual['cause'], string>> = {
  deleted_conversations:
    'were in conversations that are deleted, and only the statistics know of them',
  runs_cleaned_up: 'were deleted by log cleanup',
  runs_without_log: 'crashed or were still running and have no log',
  messages_unreadable: 'cannot be read, because a file of a message is missing in Dify',
  child_app_not_exported: 'belong to an app called as a tool that is not part of this export',
  price_unknown: 'have no price in Dify',
};

function describeResidual({ bucket, cause, tokens, runs }: Residual, name: string): string {
  const amount = tokens === undefined ? 'tokens unknown' : `${tokens} tokens`;
  const count = runs === 0 ? amount : `${runs} run(s) (${amount})`;
  return `${name}, ${bucket}: ${count} ${RESIDUALS[cause]}.`;
}

function describeAssumption(assumption: Assumption): [code: string, message: string] {
  const name = appName(assumption.app.name);
  switch (assumption.kind) {
    case 'bucket':
      return [
        'bucket_assumed',
        `${name}: ${assumption.tokens} tokens lie in an hour that clocks passed twice, which Dify cannot divide; they are billed in ${assumption.bucket}.`,
      ];
    case 'model':
      return [
        'model_assumed',
        `${name}: ${assumption.tokens} tokens are billed as of a model that Dify does not confirm: the app's present one, or one in another currency that only the price tells.`,
      ];
    case 'currency':
      return describeCurrency(assumption);
  }
}

function describeCurrency({
  app,
  model: known,
  currency: { currency, basis, likelyRmb },
}: Extract<Assumption, { kind: 'currency' }>): [code: string, message: string] {
  const model = safeText(known?.name ?? 'an unknown model', 60);
  const reason =
    basis === 'present_model'
      ? `${currency} is the currency of its present model ${model}, which may not be the only one it used`
      : `Dify does not tell the currency of ${model}: ${currency} is assumed${
          likelyRmb ? ", although Dify's plugin prices this provider in RMB" : ''
        }; set DIFY_USAGE_MODEL_CURRENCY`;
  return [
    likelyRmb ? 'currency_likely_rmb' : 'currency_assumed',
    `${appName(app.name)}: ${reason}.`,
  ];
}

function clockWarning(who: string, skewMs: number | undefined): Warning[] {
  if (skewMs === undefined || Math.abs(skewMs) <= MAX_SKEW_MS) return [];
  const direction = skewMs > 0 ? 'ahead of' : 'behind';
  return [
    {
      code: 'clock_skew',
      message: `The clock of ${who} is ${Math.round(Math.abs(skewMs) / 1000)} s ${direction} this machine's: set both by NTP.`,
    },
  ];
}

function appNameOf(results: Bill['usage']['results'], appId: string): string {
  return appName(results.find(({ app }) => app.id === appId)?.app.name ?? appId);
}

function appName(name: string): string {
  return `App ${JSON.stringify(safeText(name, 60))}`;
}

function signed(tokens: number): string {
  return tokens > 0 ? `+${tokens}` : String(tokens);
}
