import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';

/** Longer than a way there and back; who sends session tickets is not waited for as long. */
const QUIET_MS = 500;

/**
 * In TLS 1.3 our side is through before the other one has looked for a client certificate
 * (RFC 8446 §4.4.2.4). Throws what it then objects to, which is the error of an alert.
 */
export async function awaitAlert(tls: TLSSocket, signal: AbortSignal): Promise<void> {
  if (tls.getProtocol() !== 'TLSv1.3') return;
  const waiting = new AbortController();
  const quiet = sleep(QUIET_MS, undefined, { signal: waiting.signal }).catch(() => undefined);
  try {
    await Promise.race([once(tls, 'session', { signal }), once(tls, 'close'), quiet]);
  } finally {
    waiting.abort();
  }
}
