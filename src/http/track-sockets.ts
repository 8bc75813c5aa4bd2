import { Duplex } from 'node:stream';
import type { buildConnector } from 'undici';

/** The connections of one route, those that are only being made among them. */
export type OpenSockets = {
  add(socket: Duplex): void;
  /** The same connector, whose connections are added. */
  track(connect: buildConnector.connector): buildConnector.connector;
  destroy(): void;
};

/**
 * undici leaves a connection that is being made to its timeout, even when its pool is destroyed: a
 * handshake that nobody answers would keep the process alive for that long.
 */
export function trackSockets(): OpenSockets {
  const open = new Set<Duplex>();
  const add = (socket: Duplex) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  };
  return {
    add,
    track: (connect) => (target, callback) => {
      const socket: unknown = connect(target, callback); // which its type does not say
      if (socket instanceof Duplex) add(socket);
    },
    destroy() {
      for (const socket of open) socket.destroy();
    },
  };
}
