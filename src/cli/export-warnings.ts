import type { ExportResult } from '../commands/export-usage.ts';
import type { DeliveryReport } from '../delivery/delivery-report.ts';
import { chain } from '../language/chain.ts';
import { message, type Text } from '../language/message.ts';
import { safeMessage } from '../language/safe-message.ts';
import { safeText } from '../text/safe-text.ts';
import { formatUnits } from '../usage/money.ts';
import { billWarnings } from './bill-warnings.ts';
import { clockWarning } from './clock-warning.ts';
import { formatSigned } from './formats/format-signed.ts';
import type { Warning } from './warning.ts';

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
      tokens: formatSigned(tokens),
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
