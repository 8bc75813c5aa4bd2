import { randomBytes } from 'node:crypto';

/** Names of the sockets beside the lock file, one for each run. */
export const SOCKET_NAME = /^run-[0-9a-f]{8}\.sock$/;

export function newSocketName(): string {
  return `run-${randomBytes(4).toString('hex')}.sock`;
}
