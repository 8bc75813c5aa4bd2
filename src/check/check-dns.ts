import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { message } from '../language/message.ts';
import type { End } from './end.ts';
import { explainFirstHop } from './explain-first-hop.ts';
import { type HopResult, ok } from './hop.ts';
import { firstAddress } from './open-socket.ts';
import { reach } from './reach.ts';
import { untilAborted } from './until-aborted.ts';

/** The name as this machine's own look-up finds it, the hosts file included. */
export async function checkDns(end: End, signal: AbortSignal): Promise<HopResult<true>> {
  const { host } = firstAddress(end);
  if (isIP(host) !== 0) {
    return { findings: [ok(message('check_dns_address', { host }))], value: true };
  }
  return await reach(
    end,
    {
      async look(limited) {
        const found = await Promise.race([lookup(host, { all: true }), untilAborted(limited)]);
        const addresses = found.map(({ address }) => address);
        return ok(message('check_dns', { host, addresses }));
      },
      silence: 'EAI_AGAIN',
      explain: (cause) => explainFirstHop(end, host, cause),
    },
    signal,
  );
}
