import { join } from 'node:path';
import { nodeFileSystem, systemErrorCode } from '../files/file-system.ts';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { message } from '../language/message.ts';
import { safeMessage } from '../language/safe-message.ts';
import { readReceipts } from '../receipts/list-receipts.ts';
import type { Receipt } from '../receipts/receipt.ts';
import { safeText } from '../text/safe-text.ts';
import { stateFailure } from './failure.ts';
import { type Finding, type HopResult, ok, warning } from './hop.ts';

/** What the receiver has acknowledged last; `target` undefined: whichever receiver. */
export async function checkReceipts(
  stateDir: string,
  target: string | undefined,
  now: () => number,
): Promise<HopResult<undefined>> {
  try {
    const spool = { directory: stateDir, files: nodeFileSystem, now };
    const { receipts, damaged } = await readReceipts(spool);
    const mine = receipts.filter((receipt) => target === undefined || receipt.target === target);
    const findings: Finding[] = damaged.map(({ name, reason }) =>
      warning(
        'receipt_damaged',
        message('check_receipt_damaged', { name: safeText(name), reason: safeMessage(reason) }),
        message('check_receipt_damaged_cure', {
          path: safeText(join(stateDir, 'receipts', name)),
        }),
      ),
    );
    return { findings: [describeLatest(mine), ...findings] };
  } catch (error) {
    if (!(error instanceof StateDirectoryError)) throw error;
    if (systemErrorCode(error.cause) === 'ENOENT') return { findings: [NOTHING_YET] };
    return { findings: [stateFailure('receipts_unreadable', error)] };
  }
}

const NOTHING_YET = ok(message('check_receipts_none'));

function describeLatest(receipts: readonly Receipt[]): Finding {
  const delivered = receipts.flatMap(({ about, delivered_at: at, provisional }) =>
    at === undefined ? [] : [{ about, at, provisional }],
  );
  const latest = delivered.toSorted((one, other) => (one.at < other.at ? -1 : 1)).at(-1);
  if (latest === undefined) return NOTHING_YET;
  const { about, at, provisional } = latest;
  return ok(
    message(provisional ? 'check_receipts_open' : 'check_receipts', {
      count: delivered.length,
      period: safeText(about.period, 60),
      kind: `${about.aggregation} ${about.mode}`,
      zone: about.time_zone,
      at,
    }),
  );
}
