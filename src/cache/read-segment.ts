import { constants } from 'node:fs';
import { join } from 'node:path';
import { type FileSystem, systemErrorCode } from '../files/file-system.ts';
import { NOT_A_FILE } from '../files/read-state-file.ts';
import { message, type Text } from '../language/message.ts';
import { parseSegment, type Segment } from './parse-segment.ts';
import { SegmentError } from './segment-error.ts';
import { type SegmentPlace, segmentPath } from './segment-place.ts';

export type SegmentReading =
  | { readonly kind: 'read'; readonly segment: Segment; readonly bytes: number }
  /** Or of an older format, which nothing reads any more. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'damaged'; readonly reason: Text }
  /** There may be something worth keeping. */
  | { readonly kind: 'refused'; readonly reason: Text; readonly cause: unknown };

/** Beyond it no file is even opened: gzip makes a segment smaller, never larger. */
const MAX_FILE_BYTES = 128 * 1024 * 1024;

export async function readSegment(
  files: FileSystem,
  stateDir: string,
  place: SegmentPlace,
): Promise<SegmentReading> {
  try {
    const bytes = await readBytes(files, join(stateDir, segmentPath(place)));
    const segment = await parseSegment(bytes, place);
    return segment === undefined
      ? { kind: 'absent' }
      : { kind: 'read', segment, bytes: bytes.length };
  } catch (cause) {
    if (cause instanceof SegmentError) return { kind: 'damaged', reason: cause.told };
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    if (code === 'ENOENT') return { kind: 'absent' };
    if (NOT_A_FILE.has(code)) return { kind: 'damaged', reason: message('damage_no_plain_file') };
    return { kind: 'refused', reason: message('damage_unreadable', { code }), cause };
  }
}

/** Follows no symbolic link, and waits for nobody at the other end of a pipe. */
async function readBytes(files: FileSystem, path: string): Promise<Uint8Array> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await files.open(path, flags);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new SegmentError(message('damage_no_plain_file'));
    if (stats.size > MAX_FILE_BYTES) throw new SegmentError(message('damage_too_large'));
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
