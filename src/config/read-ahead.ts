import { systemErrorCode } from '../files/file-system.ts';
import { UnusableFileError } from '../files/unusable-file-error.ts';
import type { ReadFile } from './read-named-file.ts';

export type FilesAhead = {
  /** Reads those that have not been read yet. */
  load(paths: readonly (string | undefined)[]): Promise<void>;
  /** What was loaded, or why it could not be. */
  readonly readFile: ReadFile;
};

/** Reads files before it is known what is made of them, so that settings are parsed at one go. */
export function readAhead(readFile: (path: string) => string | Promise<string>): FilesAhead {
  const loaded = new Map<string, { readonly text: string } | { readonly error: unknown }>();
  return {
    async load(paths) {
      for (const path of paths) {
        if (!path || loaded.has(path)) continue;
        try {
          loaded.set(path, { text: await readFile(path) });
        } catch (error) {
          const isOfFile = error instanceof UnusableFileError || systemErrorCode(error);
          if (!isOfFile) throw error;
          loaded.set(path, { error });
        }
      }
    },
    readFile(path) {
      const file = loaded.get(path);
      if (file === undefined) throw new TypeError('A file is to be loaded before it is read');
      if ('error' in file) throw file.error;
      return file.text;
    },
  };
}
