import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { parseProxy } from '../../src/config/parse-proxy.ts';
import { createDispatcher } from '../../src/http/create-dispatcher.ts';
import { startForwardProxy } from '../support/forward-proxy.ts';
import { listen } from '../support/listen.ts';

async function startSilent() {
  const server = createServer();
  const greeted = new Promise<Socket>((resolve) => {
    server.once('connection', (socket) => socket.once('data', () => resolve(socket.resume())));
  });
  return { host: await listen(server), greeted };
}

const proxyAt = (address: string) => ({ ...parseProxy(address), variable: 'HTTPS_PROXY' });

describe('a dispatcher that is destroyed while a handshake goes unanswered', () => {
  it.each([
    ['directly', async (silent: string) => ({ origin: `https://${silent}` })],
    [
      'in a tunnel',
      async (silent: string) => ({
        origin: `https://${silent}`,
        httpsProxy: proxyAt((await startForwardProxy()).host),
      }),
    ],
    [
      'with a proxy that tunnels',
      async (silent: string) => ({
        origin: 'https://dify.test',
        httpsProxy: proxyAt(`https://${silent}`),
      }),
    ],
    [
      'with a proxy that forwards',
      async (silent: string) => ({
        origin: 'http://dify.test',
        httpProxy: proxyAt(`https://${silent}`),
      }),
    ],
  ])('closes the connection at once, %s', async (_, settings) => {
    const { host, greeted } = await startSilent();
    const { origin, ...proxies } = await settings(host);
    const proxy = { httpProxy: undefined, httpsProxy: undefined, noProxy: undefined, ...proxies };
    const dispatcher = createDispatcher(origin, { connections: 1, extraCa: undefined, proxy });
    const request = dispatcher.request({ origin, path: '/', method: 'GET' });
    const failure = expect(request).rejects.toThrow();
    const closed = once(await greeted, 'close', { signal: AbortSignal.timeout(2000) });

    await dispatcher.destroy();

    await closed;
    await failure;
  });
});
