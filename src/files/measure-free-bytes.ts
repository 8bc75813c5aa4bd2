import { type FileSystem, systemErrorCode } from './file-system.ts';

/** Undefined where the system cannot tell, as on some network and FUSE file systems. */
export async function measureFreeBytes(
  files: FileSystem,
  path: string,
): Promise<number | undefined> {
  try {
    const stats = await files.statfs?.(path);
    return stats === undefined || stats.blocks === 0 ? undefined : stats.bavail * stats.bsize;
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return undefined;
  }
}
