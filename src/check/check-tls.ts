import type { PeerCertificate } from 'node:tls';
import { safeText } from '../cli/safe-text.ts';
import { toHttpError } from '../http/to-http-error.ts';
import type { End } from './end.ts';
import { type Finding, type HopResult, ok, warning } from './hop.ts';
import { openTls } from './open-socket.ts';
import { reach } from './reach.ts';

const DAY_MS = 86_400_000;
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
  if (protocol === 'http:') return { findings: [ok('none, the address is http')], value: true };
  return await reach<true>(
    end,
    {
      async take(limited) {
        const socket = await openTls(end, limited);
        const certificate = socket.getPeerCertificate();
        const version = socket.getProtocol() ?? 'TLS';
        socket.destroy();
        return { findings: [judge(certificate, version, now())], value: true };
      },
      silence: 'ETIMEDOUT',
      explain: (cause) => toHttpError(host, cause, proxyHost),
    },
    signal,
  );
}

function judge(certificate: PeerCertificate, version: string, now: number): Finding {
  const days = Math.floor((Date.parse(certificate.valid_to) - now) / DAY_MS);
  const until = new Date(certificate.valid_to).toISOString().slice(0, 10);
  const found = `${version}, certificate of ${subjectOf(certificate)}, valid until ${until}, ${days} days`;
  if (days > EXPIRES_SOON_DAYS) return ok(found);
  return warning(
    'certificate_expires',
    found,
    'See that it is renewed there before it expires: nothing is sent afterwards.',
  );
}

/** One of several names, or several of them: what a certificate says is not ours to trust. */
function subjectOf({ subject, subjectaltname }: PeerCertificate): string {
  const name: unknown = subject?.CN ?? subjectaltname ?? 'nobody';
  return safeText(Array.isArray(name) ? name.join(', ') : String(name), 100);
}
