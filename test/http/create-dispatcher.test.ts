import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createDispatcher, type DispatcherOptions } from '../../src/http/create-dispatcher.ts';
import { exchange } from '../../src/http/exchange.ts';

const NO_PROXY = { httpProxy: undefined, httpsProxy: undefined, noProxy: undefined };

let certificate: { readonly key: string; readonly cert: string };

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dify-usage-test-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=dify.test'],
      ...['-addext', 'subjectAltName=IP:127.0.0.1'],
    ],
    { stdio: 'pipe' },
  );
  certificate = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  await rm(folder, { recursive: true });
});

const servers = new Set<Server>();
afterAll(() => {
  for (const server of servers) server.close();
});

async function listen(server: Server): Promise<string> {
  servers.add(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => server.closeAllConnections());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answer = (_: IncomingMessage, response: { end(text: string): void }) => response.end('{}');
const startHttp = () => listen(createServer(answer));
const startHttps = () => listen(createHttpsServer(certificate, answer));

/** A proxy that passes CONNECT on, and keeps note of where to. */
async function startProxy() {
  const asked: string[] = [];
  const tunnels: Duplex[] = [];
  const proxy = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end('{}');
  });
  proxy.on('connect', ({ url = '' }: IncomingMessage, client: Duplex, head: Buffer) => {
    asked.push(`CONNECT ${url}`);
    const [host = '', port = ''] = url.split(':');
    const server = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      server.write(head);
      server.pipe(client).pipe(server);
    });
    for (const end of [server, client]) end.on('error', () => undefined);
    tunnels.push(server, client);
  });
  const address = await listen(proxy);
  onTestFinished(() => {
    for (const tunnel of tunnels) tunnel.destroy();
  });
  return { url: `http://${address}`, asked };
}

async function ask(origin: string, options: Partial<DispatcherOptions> = {}) {
  const dispatcher = createDispatcher(origin, {
    connections: 2,
    extraCa: undefined,
    proxy: NO_PROXY,
    ...options,
  });
  onTestFinished(() => dispatcher.destroy());
  return await exchange(
    new URL('/console/api/ping', origin),
    { method: 'GET', headers: {} },
    {
      dispatcher,
      timeoutMs: 5000,
      signal: new AbortController().signal,
      maxBytes: 1000,
      now: Date.now,
    },
  );
}

describe('a dispatcher', () => {
  it('connects directly where there is no proxy', async () => {
    expect(await ask(`http://${await startHttp()}`)).toMatchObject({ status: 200 });
  });

  it('opens no more connections than it may', async () => {
    let open = 0;
    let most = 0;
    const server = createServer((_, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end('{}');
      }, 5);
    });
    const origin = `http://${await listen(server)}`;
    const dispatcher = createDispatcher(origin, {
      connections: 3,
      extraCa: undefined,
      proxy: NO_PROXY,
    });
    onTestFinished(() => dispatcher.destroy());

    await Promise.all(
      Array.from({ length: 12 }, () =>
        dispatcher.request({ origin, path: '/', method: 'GET' }).then(({ body }) => body.dump()),
      ),
    );

    expect(most).toBe(3);
  });

  it('does not trust a certificate that nobody vouches for, and names the cure', async () => {
    const host = await startHttps();

    await expect(ask(`https://${host}`)).rejects.toMatchObject({
      name: 'TlsError',
      remedy: 'operator',
      message: `No secure connection to ${host}: its certificate is signed by itself; pass the certificate authority that signed it with --ca-file or NODE_EXTRA_CA_CERTS`,
    });
  });

  it('trusts the authority it is given', async () => {
    const origin = `https://${await startHttps()}`;

    expect(await ask(origin, { extraCa: certificate.cert })).toMatchObject({ status: 200 });
  });

  it('does not take a certificate of another name', async () => {
    const origin = `https://${(await startHttps()).replace('127.0.0.1', 'localhost')}`;

    await expect(ask(origin, { extraCa: certificate.cert })).rejects.toThrow(
      'its certificate is for another name',
    );
  });

  it('says when the other side does not speak TLS', async () => {
    await expect(ask(`https://${await startHttp()}`)).rejects.toMatchObject({
      name: 'TlsError',
      message: expect.stringContaining('the TLS handshake failed'),
    });
  });

  it('goes through the proxy for https', async () => {
    const host = await startHttps();
    const { url, asked } = await startProxy();

    const answered = await ask(`https://${host}`, {
      extraCa: certificate.cert,
      proxy: { ...NO_PROXY, httpsProxy: url },
    });

    expect(answered).toMatchObject({ status: 200 });
    expect(asked).toEqual([`CONNECT ${host}`]);
  });

  it('does not trust whatever comes out of the proxy', async () => {
    const { url } = await startProxy();

    await expect(
      ask(`https://${await startHttps()}`, { proxy: { ...NO_PROXY, httpsProxy: url } }),
    ).rejects.toMatchObject({ name: 'TlsError' });
  });

  it('asks the proxy for plain http, without a tunnel', async () => {
    const host = await startHttp();
    const { url, asked } = await startProxy();

    const answered = await ask(`http://${host}`, { proxy: { ...NO_PROXY, httpProxy: url } });

    expect(answered).toMatchObject({ status: 200 });
    expect(asked).toEqual([`GET http://${host}/console/api/ping`]);
  });

  it('does not use the proxy of https for http', async () => {
    const { url, asked } = await startProxy();

    await ask(`http://${await startHttp()}`, { proxy: { ...NO_PROXY, httpsProxy: url } });

    expect(asked).toEqual([]);
  });

  it.each(['127.0.0.1', '*', 'example.com,127.0.0.1'])(
    'connects directly to hosts of NO_PROXY %j',
    async (noProxy) => {
      const { url, asked } = await startProxy();
      const origin = `https://${await startHttps()}`;

      const answered = await ask(origin, {
        extraCa: certificate.cert,
        proxy: { httpProxy: url, httpsProxy: url, noProxy },
      });

      expect(answered).toMatchObject({ status: 200 });
      expect(asked).toEqual([]);
    },
  );

  it('takes its proxy from the configuration alone', async () => {
    const before = process.env['HTTP_PROXY'];
    process.env['HTTP_PROXY'] = 'http://127.0.0.1:1';
    onTestFinished(() => {
      if (before === undefined) delete process.env['HTTP_PROXY'];
      else process.env['HTTP_PROXY'] = before;
    });
    const { url } = await startProxy();
    const origin = `http://${await startHttp()}`;

    expect(await ask(origin)).toMatchObject({ status: 200 });
    expect(await ask(origin, { proxy: { ...NO_PROXY, httpsProxy: url } })).toMatchObject({
      status: 200,
    });
  });

  it('says when the proxy refuses', async () => {
    const server = createServer();
    server.on('connect', (_: IncomingMessage, client: Duplex) =>
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n'),
    );
    const proxy = { ...NO_PROXY, httpsProxy: `http://${await listen(server)}` };

    await expect(ask('https://dify.example.com', { proxy })).rejects.toMatchObject({
      name: 'ProxyError',
      remedy: 'operator',
      message: expect.stringContaining('it answered 407. Check HTTPS_PROXY and NO_PROXY'),
    });
  });

  it('says when the proxy refuses plain http', async () => {
    const server = createServer((_, response) => {
      response.writeHead(407).end();
    });
    const proxy = { ...NO_PROXY, httpProxy: `http://${await listen(server)}` };

    await expect(ask('http://dify.example.com', { proxy })).rejects.toMatchObject({
      name: 'ProxyError',
    });
  });

  it('says when the proxy is not there', async () => {
    const proxy = { ...NO_PROXY, httpsProxy: 'http://127.0.0.1:1' };

    await expect(ask('https://dify.example.com', { proxy })).rejects.toMatchObject({
      remedy: 'time',
    });
  });
});
