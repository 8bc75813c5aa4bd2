import { type FileSystem, systemErrorCode } from '../files/file-system.ts';

export type FolderListing =
  | { readonly kind: 'listed'; readonly names: readonly string[] }
  | { readonly kind: 'damaged'; readonly reason: string };

/** The names in a folder, in order; none when it is not there. Follows no symbolic link. */
export async function listFolder(files: FileSystem, path: string): Promise<FolderListing> {
  try {
    const stats = await files.lstat(path);
    if (!stats.isDirectory()) return { kind: 'damaged', reason: 'it is not a directory' };
    const names = await files.readdir(path);
    return { kind: 'listed', names: names.toSorted() };
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    if (code === 'ENOENT') return { kind: 'listed', names: [] };
    return { kind: 'damaged', reason: `it cannot be read (${code})` };
  }
}
