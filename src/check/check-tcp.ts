import { performance } from 'node:perf_hooks';
import { message } from '../language/message.ts';
import type { End } from './end.ts';
import { explainFirstHop } from './explain-first-hop.ts';
import { type HopResult, ok } from './hop.ts';
import { firstAddress, openSocket } from './open-socket.ts';
import { reach } from './reach.ts';

/** Whether somebody listens there, or where the proxy is. */
export async function checkTcp(end: End, signal: AbortSignal): Promise<HopResult<true>> {
  const address = firstAddress(end);
  const name = `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
  return await reach(
    end,
    {
      async look(limited) {
        const startedAt = performance.now();
        const socket = await openSocket(address, limited);
        const tookMs = Math.ceil(performance.now() - startedAt);
        const remote = socket.remoteAddress ?? address.host;
        socket.destroy();
        const { port } = address;
        return ok(message('check_tcp', { address: remote, port, ms: tookMs }));
      },
      silence: 'ETIMEDOUT',
      explain: (cause) => explainFirstHop(end, name, cause),
    },
    signal,
  );
}
