import { message, type Text } from '../language/message.ts';
import { ToldError, textOf } from '../language/told-error.ts';
import { systemErrorCode } from './file-system.ts';

/** Something could not be made durable; what was on the disk before still is. */
export class StateWriteError extends ToldError {
  override readonly name = 'StateWriteError';

  constructor(path: string, options: { readonly cause: unknown }) {
    super(message('write_failed', { path, reason: describe(options.cause) }), options);
  }
}

function describe(cause: unknown): Text {
  const code = systemErrorCode(cause);
  switch (code) {
    case undefined:
      return cause instanceof Error ? textOf(cause) : message('write_unknown');
    case 'ENOSPC':
    case 'EDQUOT':
      return message('write_no_space', { code });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return message('write_no_permission', { code });
    default:
      return message('write_refused', { code });
  }
}
