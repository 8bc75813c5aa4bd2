import { constants } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Certificate, makeAuthority, makeUnsigned } from '../support/certificates.ts';
import { type CheckSettings, check } from '../support/check.ts';
import { startForwardProxy } from '../support/forward-proxy.ts';
import { listen } from '../support/listen.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** For what never comes; long enough for a connection on a busy machine, which does. */
const SHORT_MS = 2000;

describe('the TLS of an end', () => {
  it('is told with the subject and the days that are left', async () => {
    const authority = makeAuthority();
    const origin = await serveHttps(authority.issue({ days: 365 }));
    const checked = await checkAt(origin, { caFile: authority.cert });

    expect(checked.hop('dify_tls')).toMatchObject({
      status: 'ok',
      found: expect.stringMatching(
        /^TLSv1\.3, certificate of server, valid until 20\d\d-\d\d-\d\d, 36[45] days$/,
      ),
    });
  });

  it('ends at an unknown authority, whose cure is to trust it', async () => {
    const checked = await checkAt(await serveHttps(makeAuthority().issue()));

    expect(checked.hop('dify_tls')).toMatchObject({
      status: 'failed',
      code: 'tls',
      found: expect.stringContaining('its certificate is signed by an unknown authority'),
      cure: 'Pass the certificate authority that signed it with --ca-file or NODE_EXTRA_CA_CERTS; where others stand in between, pass the one at the top, and have the other side send those.',
      exitCode: 78,
    });
    expect(checked.hop('dify_version').status).toBe('not_tried');
  });

  it('warns of a certificate that expires soon', async () => {
    const authority = makeAuthority();
    const origin = await serveHttps(authority.issue({ days: 10 }));
    const checked = await checkAt(origin, { caFile: authority.cert });

    expect(checked.hop('dify_tls')).toMatchObject({
      status: 'warning',
      code: 'certificate_expires',
      found: expect.stringMatching(/, (?:9|10) days$/),
    });
  });

  it('is with the one of several names that is asked for', async () => {
    const authority = makeAuthority();
    const asked: string[] = [];
    const SNICallback = (name: string, decide: (error: null) => void) => {
      asked.push(name);
      decide(null);
    };
    const options = { ...authority.issue(), SNICallback };
    const server = createHttpsServer(options, (_, response) => void response.end('{}'));
    const { port } = new URL(`https://${await listen(server)}`);

    await checkAt(`https://localhost:${port}`, { caFile: authority.cert });
    await checkAt(`https://127.0.0.1:${port}`, { caFile: authority.cert }); // no name (RFC 6066)

    expect(asked).toEqual(['localhost', 'localhost']); // for the certificate, and for the version
  });

  it('ends where TLS is not spoken', async () => {
    const server = createHttpServer((_, response) => void response.end('{}'));
    const checked = await checkAt(`https://${await listen(server)}`);

    expect(checked.hop('dify_tls')).toMatchObject({ status: 'failed', code: 'tls', exitCode: 78 });
  });

  it('is not waited for when the handshake hangs', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => void sockets.push(socket));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
    });
    const limits = { connect: SHORT_MS, hop: 10_000 };
    const checked = await checkAt(`https://${await listen(server)}`, { limits });

    expect(checked.hop('dify_tcp').status).toBe('ok');
    expect(checked.hop('dify_tls')).toMatchObject({
      status: 'failed',
      code: 'unreachable',
      found: expect.stringContaining(
        'it took the connection and then said nothing in the TLS handshake (ERR_TLS_HANDSHAKE_TIMEOUT)',
      ),
      cure: 'Check that the port speaks https, and what stands in between, such as a firewall that looks into TLS.',
      exitCode: 69,
    });
  });

  it.each([
    ['TLSv1.3', /it demands a client certificate \(ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED\)/],
    // The alert is called SSLV3 by OpenSSL 3.0, which is in Node 20, and SSL/TLS by OpenSSL 3.5.
    [
      'TLSv1.2',
      /it refused the TLS handshake \(ERR_SSL_(?:SSLV3|SSL\/TLS)_ALERT_HANDSHAKE_FAILURE\)/,
    ],
  ] as const)('ends where a client certificate is demanded in %s', async (maxVersion, found) => {
    const authority = makeAuthority();
    const server = createHttpsServer(
      { ...authority.issue(), ca: authority.cert, requestCert: true, maxVersion },
      (_, response) => void response.end('{}'),
    );
    const checked = await checkAt(`https://${await listen(server)}`, { caFile: authority.cert });

    expect(checked.hop('dify_tls')).toMatchObject({
      status: 'failed',
      code: 'tls',
      found: expect.stringMatching(found),
      cure: expect.stringMatching(/client certificate|without one/),
      exitCode: 78,
    });
    expect(checked.hop('dify_version').status).toBe('not_tried');
  });

  it('does not depend on session tickets', async () => {
    const authority = makeAuthority();
    const { SSL_OP_NO_TICKET: secureOptions } = constants;
    const server = createHttpsServer({ ...authority.issue(), secureOptions }, (_, response) => {
      response.end('{}');
    });
    const checked = await checkAt(`https://${await listen(server)}`, { caFile: authority.cert });

    expect(checked.hop('dify_tls').status).not.toBe('failed');
  });
});

describe('a proxy', () => {
  it('is named without its password, and the certificate behind it is looked at', async () => {
    const authority = makeAuthority();
    const origin = await serveHttps(authority.issue({ days: 365 }));
    const proxy = await startForwardProxy({ credentials: 'ops:proxy-secret-1' });
    const checked = await checkAt(origin, {
      caFile: authority.cert,
      env: { HTTPS_PROXY: `http://ops:proxy-secret-1@${proxy.host}` },
    });

    expect(checked.hop('dify_proxy').found).toBe(
      `${origin} is asked through ${proxy.host} (HTTPS_PROXY)`,
    );
    expect(checked.hop('dify_tcp').found).toContain(`port ${proxy.host.split(':')[1]}`);
    expect(checked.hop('dify_tls')).toMatchObject({
      status: 'ok',
      found: expect.stringContaining('certificate of server'),
    });
    expect(proxy.asked[0]).toBe(`CONNECT ${new URL(origin).host}`);
    expect(JSON.stringify(checked.hops)).not.toContain('proxy-secret-1');
  });

  it('may itself be spoken to by https', async () => {
    const authority = makeAuthority();
    const origin = await serveHttps(authority.issue({ days: 365 }));
    const proxy = await startForwardProxy({ tls: authority.issue() });
    const env = { HTTPS_PROXY: `https://${proxy.host}` };

    const trusted = await checkAt(origin, { caFile: authority.cert, env });
    const untrusted = await checkAt(origin, { env });

    expect(trusted.hop('dify_tls').status).toBe('ok');
    expect(untrusted.hop('dify_tls')).toMatchObject({
      status: 'failed',
      code: 'proxy',
      found: expect.stringMatching(
        /^No way to .* through the proxy .*: its certificate is signed by an unknown authority$/,
      ),
    });
  });

  it('that wants a password ends the way of both ends', async () => {
    const proxy = await startForwardProxy({ credentials: 'ops:proxy-secret-1' });
    const origin = await serveHttps(makeUnsigned());
    const env = { HTTPS_PROXY: `http://${proxy.host}`, EXTERNAL_API_URL: `${origin}/v1` };
    const checked = await checkAt(origin, { env });

    const { host } = new URL(origin);
    for (const name of ['dify_tls', 'receiver_tls'] as const) {
      expect(checked.hop(name)).toEqual({
        name,
        status: 'failed',
        code: 'proxy',
        found: `No way to ${host} through the proxy ${proxy.host}: it demands a user name and password (407)`,
        cure: `Write them into HTTPS_PROXY as http://user:password@${proxy.host}.`,
        exitCode: 77,
      });
    }
  });

  it('that does not let us through is told apart from the end', async () => {
    const proxy = await startForwardProxy({ refuses: 403 });
    const origin = await serveHttps(makeUnsigned());
    const checked = await checkAt(origin, { env: { HTTPS_PROXY: `http://${proxy.host}` } });

    expect(checked.hop('dify_tls')).toMatchObject({
      code: 'proxy',
      found: expect.stringContaining('it does not allow that address (403)'),
      cure: 'Have it allowed there, or name 127.0.0.1 in NO_PROXY if it can be reached directly.',
      exitCode: 78,
    });
  });

  it('that is not there is to blame, with the variable that names it', async () => {
    const origin = await serveHttps(makeUnsigned());
    const { host } = new URL(origin);
    const nobody = await checkAt(origin, { env: { HTTPS_PROXY: 'http://127.0.0.1:1' } });
    const nameless = await checkAt(origin, { env: { HTTPS_PROXY: 'http://proxy.invalid:1' } });

    expect(nobody.hop('dify_tcp')).toMatchObject({
      code: 'proxy',
      found: `No way to ${host} through the proxy 127.0.0.1:1: it is named by HTTPS_PROXY, and nothing listens there (ECONNREFUSED, 127.0.0.1:1)`,
      cure: 'Check that it runs and that address and port are right.',
      exitCode: 69,
    });
    expect(nameless.hop('dify_dns')).toMatchObject({
      code: 'proxy',
      found: expect.stringContaining(
        'through the proxy proxy.invalid:1: it is named by HTTPS_PROXY, and the name ',
      ),
    });
  });

  it.each(['http', 'https'])(
    'that accepts and says nothing is not waited for, by %s',
    async (scheme) => {
      const sockets: Socket[] = [];
      const silent = createServer((socket) => void sockets.push(socket));
      onTestFinished(() => {
        for (const socket of sockets) socket.destroy();
      });
      const origin = await serveHttps(makeUnsigned());
      const env = { HTTPS_PROXY: `${scheme}://${await listen(silent)}` };

      const limits = { connect: SHORT_MS, hop: 10_000 };
      expect((await checkAt(origin, { env, limits })).hop('dify_tls')).toMatchObject({
        code: 'proxy',
        found: expect.stringMatching(/: it did not answer$/),
        cure: 'Check that HTTPS_PROXY is right and the proxy well.',
      });
    },
  );

  it('is not asked for what NO_PROXY names', async () => {
    const authority = makeAuthority();
    const origin = await serveHttps(authority.issue({ days: 365 }));
    const proxy = await startForwardProxy();
    const checked = await checkAt(origin, {
      caFile: authority.cert,
      env: { HTTPS_PROXY: `http://${proxy.host}`, NO_PROXY: '127.0.0.1' },
    });

    expect(checked.hop('dify_proxy').found).toBe(`none, ${origin} is asked directly`);
    expect(checked.hop('dify_tls').status).toBe('ok');
    expect(proxy.asked).toEqual([]);
  });
});

async function checkAt(
  origin: string,
  { env = {}, ...settings }: Pick<CheckSettings, 'caFile' | 'env' | 'limits'> = {},
) {
  const stateDir = await temporaryDirectory();
  return await check({ stateDir, dify: { origin }, env, ...settings });
}

async function serveHttps(certificate: Certificate): Promise<string> {
  const server = createHttpsServer(certificate, (_, response) => void response.end('{}'));
  return `https://${await listen(server)}`;
}
