import { join } from 'node:path';
import type { SocketState } from './judge-holder.ts';
import type { LockHolder } from './lock-holder.ts';
import { askSocket } from './lock-socket.ts';

/** Whether the holder listens on the socket that its file names. */
export async function askHolder(
  stateDir: string,
  { socket }: Pick<LockHolder, 'socket'>,
): Promise<SocketState> {
  return socket === null ? undefined : await askSocket(join(stateDir, socket));
}
