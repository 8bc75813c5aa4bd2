import { createHash } from 'node:crypto';
import { MASK, maskPath } from '../text/mask-token.ts';

/**
 * The receiver's name in the spool and in receipts: its address without credentials, query and
 * fragment, and with the start of a SHA-256 in place of what looks like a token in the path.
 */
export function receiverTarget(url: URL): string {
  return `${url.origin}${maskPath(url.pathname, digest)}`;
}

function digest(token: string): string {
  return `${MASK}${createHash('sha256').update(token).digest('hex').slice(0, 8)}`;
}
