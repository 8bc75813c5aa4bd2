import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Certificate, makeCertificate } from '../support/certificate.ts';
import { check } from '../support/check.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const YEAR = 365;

describe('the TLS of an end', () => {
  it('is told with the subject and the days that are left', async () => {
    const certificate = await makeCertificate(YEAR);
    const checked = await checkAt(await serveHttps(certificate), { caFile: certificate.cert });

    expect(checked.hop('dify_tls')).toMatchObject({
      status: 'ok',
      found: expect.stringMatching(
        /^TLSv1\.3, certificate of dify\.test, valid until 20\d\d-\d\d-\d\d, 36[45] days$/,
      ),
    });
  });

  it('ends at an unknown authority, whose cure is to trust it', async () => {
    const checked = await checkAt(await serveHttps(await makeCertificate(YEAR)));

    expect(checked.hop('dify_tls')).toMatchObject({
      status: 'failed',
      code: 'tls',
      found: expect.stringContaining('its certificate is signed by itself'),
      cure: 'Pass the certificate authority that signed it with --ca-file or NODE_EXTRA_CA_CERTS.',
      exitCode: 78,
    });
    expect(checked.hop('dify_version').status).toBe('not_tried');
  });

  it('warns of a certificate that expires soon', async () => {
    const certificate = await makeCertificate(10);
    const checked = await checkAt(await serveHttps(certificate), { caFile: certificate.cert });

    expect(checked.hop('dify_tls')).toMatchObject({
      status: 'warning',
      code: 'certificate_expires',
      found: expect.stringMatching(/, (?:9|10) days$/),
    });
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
    const checked = await checkAt(`https://${await listen(server)}`);

    expect(checked.hop('dify_tcp').status).toBe('ok');
    expect(checked.hop('dify_tls')).toMatchObject({
      status: 'failed',
      code: 'unreachable',
      found: expect.stringContaining('no connection within the time allowed (ETIMEDOUT)'),
      cure: 'A firewall may be in between.',
    });
  });
});

describe('a proxy', () => {
  it('is named, and the certificate behind it is looked at', async () => {
    const certificate = await makeCertificate(YEAR);
    const origin = await serveHttps(certificate);
    const proxy = await serveProxy();
    const checked = await checkAt(origin, {
      caFile: certificate.cert,
      env: { HTTPS_PROXY: `http://${proxy.address}` },
    });

    expect(checked.hop('dify_proxy').found).toBe(
      `${origin} is asked through http://${proxy.address} (HTTPS_PROXY)`,
    );
    expect(checked.hop('dify_tcp').found).toContain(`port ${proxy.address.split(':')[1]}`);
    expect(checked.hop('dify_tls')).toMatchObject({
      status: 'ok',
      found: expect.stringContaining('certificate of dify.test'),
    });
    expect(proxy.asked[0]).toBe(`CONNECT ${new URL(origin).host}`);
  });

  it('that gives no tunnel ends the way', async () => {
    const proxy = await serveProxy(407);
    const origin = await serveHttps(await makeCertificate(YEAR));
    const checked = await checkAt(origin, {
      env: { HTTPS_PROXY: `http://${proxy.address}` },
    });

    expect(checked.hop('dify_tls')).toMatchObject({
      status: 'failed',
      code: 'proxy',
      found: expect.stringContaining('it answered 407'),
      exitCode: 78,
    });
  });

  it('is not asked for what NO_PROXY names', async () => {
    const certificate = await makeCertificate(YEAR);
    const origin = await serveHttps(certificate);
    const proxy = await serveProxy();
    const checked = await checkAt(origin, {
      caFile: certificate.cert,
      env: { HTTPS_PROXY: `http://${proxy.address}`, NO_PROXY: '127.0.0.1' },
    });

    expect(checked.hop('dify_proxy').found).toBe(`none, ${origin} is asked directly`);
    expect(checked.hop('dify_tls').status).toBe('ok');
    expect(proxy.asked).toEqual([]);
  });
});

async function checkAt(
  origin: string,
  { env = {}, ...settings }: { caFile?: string; env?: Readonly<Record<string, string>> } = {},
) {
  const stateDir = await temporaryDirectory();
  return await check({ stateDir, dify: { origin }, env, ...settings });
}

async function listen(server: Server | ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serveHttps(certificate: Certificate): Promise<string> {
  const server = createHttpsServer(certificate, (_, response) => void response.end('{}'));
  return `https://${await listen(server)}`;
}

/** Passes CONNECT on, or answers it with this status. */
async function serveProxy(status = 200) {
  const asked: string[] = [];
  const ends: Duplex[] = [];
  const server = createHttpServer();
  server.on('connect', ({ url = '' }: IncomingMessage, client: Duplex) => {
    asked.push(`CONNECT ${url}`);
    ends.push(client.on('error', () => undefined));
    if (status !== 200) {
      client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const [host = '', port = ''] = url.split(':');
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    ends.push(upstream.on('error', () => undefined));
  });
  const address = await listen(server);
  onTestFinished(() => {
    for (const end of ends) end.destroy();
  });
  return { address, asked };
}
