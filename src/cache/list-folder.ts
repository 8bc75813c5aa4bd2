import { type FileSystem, systemErrorCode } from '../files/file-system.ts';
import { message, type Text } from '../language/message.ts';

export type FolderListing =
  | { readonly kind: 'listed'; readonly names: readonly string[] }
  | { readonly kind: 'damaged'; readonly reason: Text };

/** The names in a folder, in order; none when it is not there. Follows no symbolic link. */
export async function listFolder(files: FileSystem, path: string): Promise<FolderListing> {
  try {
    const stats = await files.lstat(path);
    if (!stats.isDirectory()) return { kind: 'damaged', reason: message('damage_no_directory') };
    const names = await files.readdir(path);
    return { kind: 'listed', names: names.toSorted() };
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    if (code === 'ENOENT') return { kind: 'listed', names: [] };
    return { kind: 'damaged', reason: message('damage_unreadable', { code }) };
  }
}
