import type { PeerCertificate } from 'node:tls';
import { toHttpError } from '../http/to-http-error.ts';
import { message } from '../language/message.ts';
import { DAY_MS } from '../period/day-ms.ts';
import { safeText } from '../text/safe-text.ts';
import { awaitAlert } from './await-alert.ts';
import type { End } from './end.ts';
import { type Finding, type HopResult, ok, warning } from './hop.ts';
import { openTls } from './open-socket.ts';
import { reach } from './reach.ts';

/** Time enough to have a certificate renewed by hand. */
const EXPIRES_SOON_DAYS = 21;

/** Whose certificate it is, whether it is trusted, and for how long. */
export async function checkTls(
  end: End,
  now: () => number,
  signal: AbortSignal,
): Promise<HopResult<true>> {
  const { protocol, host } = end.url;
  const proxyHost = end.proxy && new URL(end.proxy.origin).host;
  if (protocol === 'http:') return { findings: [ok(message('check_tls_none'))], value: true };
  return await reach(
    end,
    {
      async look(limited) {
        const socket = await openTls(end, limited);
        const certificate = socket.getPeerCertificate();
        const version = socket.getProtocol() ?? 'TLS';
        try {
          await awaitAlert(socket, limited);
        } finally {
          socket.destroy();
        }
        return judge(certificate, version, now());
      },
      silence: 'ERR_TLS_HANDSHAKE_TIMEOUT',
      explain: (cause) => toHttpError(host, cause, proxyHost),
    },
    signal,
  );
}

function judge(certificate: PeerCertificate, version: string, now: number): Finding {
  const days = Math.floor((Date.parse(certificate.valid_to) - now) / DAY_MS);
  const until = new Date(certificate.valid_to).toISOString().slice(0, 10);
  const subject = subjectOf(certificate);
  const found = message('check_tls', { version, subject, until, days });
  if (days > EXPIRES_SOON_DAYS) return ok(found);
  return warning('certificate_expires', found, message('check_tls_cure'));
}

/** One of several names, or several of them: what a certificate says is not ours to trust. */
function subjectOf({ subject, subjectaltname }: PeerCertificate): string {
  const name: unknown = subject?.CN ?? subjectaltname ?? 'nobody';
  return safeText(Array.isArray(name) ? name.join(', ') : String(name), 100);
}
