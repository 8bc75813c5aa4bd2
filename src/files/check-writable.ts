import { checkOwner } from './check-owner.ts';
import { directoryRefusal } from './directory-refusal.ts';
import { nearestAbove } from './nearest-above.ts';
import { NO_SPACE } from './no-space.ts';
import { probeWriting } from './probe-writing.ts';
import { statsIfThere } from './stats-if-there.ts';

/**
 * Throws a `StateDirectoryError` when a state directory could not be used, or not be made; a full
 * disk is none of its business, since it keeps no run from delivering what waits. Changes nothing.
 */
export async function checkWritable(path: string): Promise<void> {
  const stats = await statsIfThere(path);
  if (stats !== undefined) checkOwner(path, stats);
  const code = await probeWriting(stats === undefined ? await nearestAbove(path) : path);
  if (code === undefined || NO_SPACE.has(code)) return;
  throw directoryRefusal(path, code);
}
