import { systemErrorCode } from './file-system.ts';

/** Something could not be made durable; what was on the disk before still is. */
export class StateWriteError extends Error {
  override readonly name = 'StateWriteError';

  constructor(path: string, options: { readonly cause: unknown }) {
    super(`Could not write ${path}: ${describe(options.cause)}`, options);
  }
}

function describe(cause: unknown): string {
  const code = systemErrorCode(cause);
  switch (code) {
    case undefined:
      return cause instanceof Error ? cause.message : 'for an unknown reason';
    case 'ENOSPC':
    case 'EDQUOT':
      return `no space is left (${code}); free some and run again`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `no permission to write there (${code}); check DIFY_USAGE_STATE_DIR and its owner`;
    default:
      return `the system refused (${code}); check the disk`;
  }
}
