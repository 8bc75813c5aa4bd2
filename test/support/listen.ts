import type { AddressInfo, Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';

/** Starts a server on loopback for one test; its connections end with it. Returns `host:port`. */
export async function listen(server: Server): Promise<string> {
  const sockets = new Set<Duplex>();
  for (const event of ['connection', 'secureConnection']) {
    server.on(event, (socket: Duplex) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
    });
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
