import { systemErrorCode } from './file-system.ts';

/** Something could not be made durable; what was on the disk before still is. */
export class StateWriteError extends Error {
  override readonly name = 'StateWriteError';

  constructor(path: string, options: { readonly cause: unknown }) {
    super(`Could not write ${path}: ${describe(systemErrorCode(options.cause))}`, options);
  }
}

function describe(code: string | undefined): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `no space is left (${code}); free some and run again`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `no permission to write there (${code}); check DIFY_USAGE_STATE_DIR and its owner`;
    default:
      return `the system refused (${code ?? 'unknown reason'}); check the disk`;
  }
}
