/** Errno names of a disk that is full, or of a quota that is used up: free some, and it goes on. */
export const NO_SPACE: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT']);
