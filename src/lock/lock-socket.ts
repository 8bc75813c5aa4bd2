import { connect, createServer } from 'node:net';
import { systemErrorCode } from '../files/file-system.ts';
import type { SocketState } from './judge-holder.ts';

/** A socket that is listened on for as long as this process lives, or until it is closed. */
export type LockSocket = { close(): Promise<void> };

/** A process that ends by itself takes the name along, one that is killed does not. */
const NOBODY: ReadonlySet<string | undefined> = new Set(['ECONNREFUSED', 'ENOENT']);

/**
 * Listens on a Unix socket: `in_use` when somebody else does, `unavailable` when the system does
 * not allow it. The kernel closes it with the process, however that ends.
 */
export function listenOn(path: string): Promise<LockSocket | 'in_use' | 'unavailable'> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', (error) => {
      const code = systemErrorCode(error);
      if (code === undefined) reject(error);
      else resolve(code === 'EADDRINUSE' ? 'in_use' : 'unavailable');
    });
    server.listen(path, () => {
      // It must not keep a run alive that has nothing else to do.
      server.unref();
      resolve({ close: () => new Promise((closed) => server.close(() => closed())) });
    });
  });
}

/** Only a process of this kernel is ever found listening, in whichever container it is. */
export function askSocket(path: string): Promise<SocketState> {
  return new Promise((resolve) => {
    const connection = connect(path);
    connection.once('connect', () => {
      connection.destroy();
      resolve('listening');
    });
    connection.once('error', (error) =>
      resolve(NOBODY.has(systemErrorCode(error)) ? 'refused' : undefined),
    );
  });
}
