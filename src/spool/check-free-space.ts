import { measureFreeBytes } from '../files/measure-free-bytes.ts';
import { message } from '../language/message.ts';
import { folderPath, type Spool } from './spool.ts';
import { SpoolFullError } from './spool-full-error.ts';

/** An entry quotes its body, and each note on an attempt writes it once more. */
export const ROOM_FOR_NOTES = 2;

/** Refuses to begin what is likely to end in the middle of a full disk, with a SpoolFullError. */
export async function checkFreeSpace(spool: Spool, bytes: number): Promise<void> {
  const path = folderPath(spool, 'spool');
  const free = await measureFreeBytes(spool.files, path);
  if (free === undefined || free >= ROOM_FOR_NOTES * bytes) return;
  throw new SpoolFullError(
    message('spool_no_space', { path, free, needed: ROOM_FOR_NOTES * bytes }),
  );
}
