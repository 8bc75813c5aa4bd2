import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Certificate = { readonly key: string; readonly cert: string };

export type CertificateOptions = {
  /** As openssl writes them. */
  readonly names?: string;
  /** How long it is valid; what is negative has passed. */
  readonly days?: number;
};

const LOOPBACK_NAMES = 'DNS:localhost,IP:127.0.0.1';

/** A private certificate authority, which can sign the certificates of servers. */
export function makeAuthority() {
  const authority = makeSelfSigned('/CN=Private CA', ['basicConstraints=critical,CA:TRUE']);
  return {
    cert: authority.cert,
    issue: (options: CertificateOptions = {}) => issue(authority, options),
  };
}

/** A server's certificate that nobody vouches for. */
export function makeUnsigned({ names = LOOPBACK_NAMES }: CertificateOptions = {}): Certificate {
  return makeSelfSigned('/CN=server', [`subjectAltName=${names}`]);
}

/** A server's certificate without a subject: its names are alternative names, as many issue it. */
export function makeWithoutSubject(): Certificate {
  return makeSelfSigned('/', [`subjectAltName=critical,${LOOPBACK_NAMES}`]);
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'] as const;

function makeSelfSigned(subject: string, extensions: readonly string[]): Certificate {
  return inFolder((at) => {
    const added = extensions.flatMap((extension) => ['-addext', extension]);
    const request = ['req', '-x509', ...NEW_KEY, '-subj', subject, '-days', '2', ...added];
    openssl(...request, '-keyout', at('key.pem'), '-out', at('cert.pem'));
  });
}

function issue(
  authority: Certificate,
  { names = LOOPBACK_NAMES, days = 2 }: CertificateOptions,
): Certificate {
  return inFolder((at) => {
    writeFileSync(at('ca.pem'), authority.cert);
    writeFileSync(at('ca-key.pem'), authority.key);
    const request = ['req', ...NEW_KEY, '-subj', '/CN=server'];
    const added = ['-addext', `subjectAltName=${names}`];
    openssl(...request, ...added, '-keyout', at('key.pem'), '-out', at('request.pem'));
    const signing = ['x509', '-req', '-in', at('request.pem'), '-copy_extensions', 'copy'];
    const signer = ['-CA', at('ca.pem'), '-CAkey', at('ca-key.pem'), '-days', String(days)];
    openssl(...signing, ...signer, '-out', at('cert.pem'));
  });
}

function inFolder(make: (at: (name: string) => string) => void): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'dify-usage-test-'));
  const at = (name: string) => join(folder, name);
  try {
    make(at);
    return { key: readFileSync(at('key.pem'), 'utf8'), cert: readFileSync(at('cert.pem'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'pipe' });
}
