import { join } from 'node:path';
import { ExitCode } from '../cli/exit-code.ts';
import { safeText } from '../cli/safe-text.ts';
import { nodeFileSystem, systemErrorCode } from '../files/file-system.ts';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { sayInEnglish } from '../language/say.ts';
import { readReceipts } from '../receipts/list-receipts.ts';
import type { Receipt } from '../receipts/receipt.ts';
import { type Finding, failed, type HopResult, ok, warning } from './hop.ts';

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
        `${safeText(name)}: ${safeText(sayInEnglish(reason))}`,
        `Remove ${safeText(join(stateDir, 'receipts', name))}: its period is sent once more, under the same keys.`,
      ),
    );
    return { findings: [describeLatest(mine), ...findings] };
  } catch (error) {
    if (!(error instanceof StateDirectoryError)) throw error;
    if (systemErrorCode(error.cause) === 'ENOENT') return { findings: [NOTHING_YET] };
    const found = safeText(error.message, 400);
    const cure = 'Give the state directory to the user that runs the export.';
    return { findings: [failed(ExitCode.cannotSpool, 'receipts_unreadable', found, cure)] };
  }
}

const NOTHING_YET = ok('none: nothing has been delivered to this receiver from here');

function describeLatest(receipts: readonly Receipt[]): Finding {
  const delivered = receipts.flatMap(({ about, delivered_at: at, provisional }) =>
    at === undefined ? [] : [{ about, at, provisional }],
  );
  const latest = delivered.toSorted((one, other) => (one.at < other.at ? -1 : 1)).at(-1);
  if (latest === undefined) return NOTHING_YET;
  const { about, at, provisional } = latest;
  const what = `${safeText(about.period, 60)} (${about.aggregation} ${about.mode}, ${about.time_zone})`;
  return ok(
    `${delivered.length}, the last for ${what}${provisional ? ', still open then,' : ''} delivered at ${at}`,
  );
}
