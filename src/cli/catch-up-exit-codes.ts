import type { CatchUpResult } from '../commands/catch-up.ts';
import { exitCodesFor } from '../delivery/delivery-exit-codes.ts';
import type { ExitCode } from '../exit-code.ts';
import { exportExitCodes } from './export-exit-codes.ts';

/** Every status that a catch-up calls for; the most urgent one wins. */
export function catchUpExitCodes({ exports, delivery }: CatchUpResult): ExitCode[] {
  return [
    ...exports.flatMap(exportExitCodes),
    ...(delivery === undefined ? [] : exitCodesFor(delivery)),
  ];
}
