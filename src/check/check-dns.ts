import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { message } from '../language/message.ts';
import type { End } from './end.ts';
import { explainFirstHop } from './explain-first-hop.ts';
import { type HopResult, ok } from './hop.ts';
import { firstAddress } from './open-socket.ts';
import { reach } from './reach.ts';

/** The name as this machine's own look-up finds it, the hosts file included. */
export async function checkDns(end: End, signal: AbortSignal): Promise<HopResult<true>> {
  const { host } = firstAddress(end);
  if (isIP(host) !== 0)
    return { findings: [ok(message('check_dns_address', { host }))], value: true };
  return await reach<true>(
    end,
    {
      async take(limited) {
        const found = await Promise.race([lookup(host, { all: true }), untilAborted(limited)]);
        const addresses = found.map(({ address }) => address);
        return { findings: [ok(message('check_dns', { host, addresses }))], value: true };
      },
      silence: 'EAI_AGAIN',
      explain: (cause) => explainFirstHop(end, host, cause),
    },
    signal,
  );
}

/** A look-up cannot be stopped, only not be waited for. */
async function untilAborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}
