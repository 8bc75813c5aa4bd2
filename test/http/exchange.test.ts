import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, Pool } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ExchangeOptions, exchange } from '../../src/http/exchange.ts';

const NOW = Date.parse('2026-11-24T09:00:00Z');

async function serve(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return new URL(`http://127.0.0.1:${port}/console/api/apps?page=1&q=a%20b`);
}

function ask(url: URL, options: Partial<ExchangeOptions> = {}, headers = {}) {
  const dispatcher = new Agent();
  onTestFinished(() => dispatcher.destroy());
  return exchange(
    url,
    { method: 'GET', headers },
    {
      dispatcher,
      timeoutMs: 5000,
      signal: new AbortController().signal,
      maxBytes: 1_000_000,
      now: () => NOW,
      ...options,
    },
  );
}

describe('exchange', () => {
  it('sends the request as it is told, and asks for JSON that is not compressed', async () => {
    const seen: unknown[] = [];
    const url = await serve(({ method, url: path, headers }, response) => {
      seen.push({ method, path, headers });
      response.end('{}');
    });

    await ask(url, {}, { authorization: 'Bearer t' });

    expect(seen).toMatchObject([
      {
        method: 'GET',
        path: '/console/api/apps?page=1&q=a%20b',
        headers: {
          authorization: 'Bearer t',
          accept: 'application/json',
          'accept-encoding': 'identity',
        },
      },
    ]);
  });

  it.each([200, 302, 401, 429, 500, 503])(
    'gives an answer of %i like any other',
    async (status) => {
      const url = await serve((_, response) => {
        response.writeHead(status, { location: '/elsewhere', 'x-version': '1.14.2' });
        response.end('body');
      });

      expect(await ask(url)).toMatchObject({
        status,
        text: 'body',
        truncated: false,
        headers: { 'x-version': '1.14.2' },
      });
    },
  );

  it('joins letters that arrive in pieces', async () => {
    const url = await serve((_, response) => {
      const bytes = Buffer.from('{"name":"請求書 🧾"}');
      response.write(bytes.subarray(0, 11));
      setImmediate(() => response.end(bytes.subarray(11)));
    });

    expect((await ask(url)).text).toBe('{"name":"請求書 🧾"}');
  });

  it('gives all cookies apart', async () => {
    const url = await serve((_, response) => {
      response.setHeader('set-cookie', [
        'a=1; Expires=Fri, 20 Nov 2026 13:00:00 GMT',
        'b=2; Path=/',
      ]);
      response.end('{}');
    });

    expect((await ask(url)).headers['set-cookie']).toEqual([
      'a=1; Expires=Fri, 20 Nov 2026 13:00:00 GMT',
      'b=2; Path=/',
    ]);
  });

  it.each([
    [9, '123456789', true],
    [10, '1234567890', false],
    [11, '1234567890', false],
  ])('reads no more than %i bytes', async (maxBytes, text, truncated) => {
    const url = await serve((_, response) => void response.end('1234567890'));

    expect(await ask(url, { maxBytes })).toMatchObject({ text, truncated });
  });

  it('does not wait for the rest of an answer that is too long', async () => {
    const url = await serve((_, response) => {
      response.write('x'.repeat(100_000));
    });

    expect(await ask(url, { maxBytes: 10 })).toMatchObject({ truncated: true });
  });

  it('takes what announces the answer for no answer', async () => {
    const url = await serve((_, response) => {
      response.writeEarlyHints({ link: '</app.css>; rel=preload' });
      response.writeProcessing();
      response.writeHead(201, { 'x-version': '1.14.2' });
      response.end('body');
    });

    expect(await ask(url)).toMatchObject({
      status: 201,
      text: 'body',
      headers: { 'x-version': '1.14.2' },
    });
  });

  it('gives up in time on a server that it has not reached yet', async () => {
    const url = await serve((_, response) => void setTimeout(() => response.end('{}'), 60));
    const dispatcher = new Pool(url.origin, { connections: 1, pipelining: 1 });
    onTestFinished(() => dispatcher.destroy());
    const first = ask(url, { dispatcher });

    await expect(ask(url, { dispatcher, timeoutMs: 20 })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    expect((await first).status).toBe(200);
  });

  it('tells how far the clock of the server is ahead', async () => {
    const url = await serve((_, response) => {
      response.setHeader('date', 'Tue, 24 Nov 2026 09:12:00 GMT');
      response.end('{}');
    });

    expect(await ask(url)).toMatchObject({ clockSkewMs: 720_000 });
  });

  it.each([
    ['none', undefined],
    ['one that is no time', 'soon'],
  ])('does not know the clock of a server that sends %s', async (_, date) => {
    const url = await serve((_request, response) => {
      response.sendDate = false;
      if (date !== undefined) response.setHeader('date', date);
      response.end('{}');
    });

    expect((await ask(url)).clockSkewMs).toBeUndefined();
  });

  it.each([
    ['7', 7000],
    ['Tue, 24 Nov 2026 09:12:05 GMT', 5000],
    ['Tue, 24 Nov 2026 09:11:00 GMT', 0],
    ['soon', undefined],
  ])("reads the Retry-After %j by the server's own clock", async (value, retryAfterMs) => {
    const url = await serve((_, response) => {
      response.setHeader('date', 'Tue, 24 Nov 2026 09:12:00 GMT');
      response.setHeader('retry-after', value);
      response.end('{}');
    });

    expect(await ask(url)).toMatchObject({ retryAfterMs });
  });

  it.each([
    ['never begins', () => undefined],
    ['never ends', (response: { write(text: string): void }) => response.write('{')],
  ] as const)('gives up on an answer that %s', async (_, begin) => {
    const url = await serve((_request, response) => void begin(response));

    await expect(ask(url, { timeoutMs: 40 })).rejects.toMatchObject({
      name: 'TimeoutError',
      remedy: 'time',
      message: `${url.host} did not finish its answer within 40 ms; look at what is slow there or in between if that lasts`,
    });
  });

  it('does not let a server that drips bytes stretch the time', async () => {
    const url = await serve((_, response) => {
      const drip = setInterval(() => response.write(' '), 4);
      response.on('close', () => clearInterval(drip));
    });
    const startedAt = performance.now();

    await expect(ask(url, { timeoutMs: 60 })).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it('throws the reason of the signal that interrupts it', async () => {
    const controller = new AbortController();
    const reason = Object.assign(new Error('SIGTERM'), { code: 'ECONNRESET' });
    const url = await serve(() => controller.abort(reason));

    await expect(ask(url, { signal: controller.signal })).rejects.toBe(reason);
  });

  it('throws the reason of a signal that came before', async () => {
    const reason = new Error('SIGTERM');
    let requests = 0;
    const url = await serve((_, response) => {
      requests += 1;
      response.end();
    });

    await expect(ask(url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(requests).toBe(0);
  });

  it.each([
    ['breaks off before it answers', (socket: { destroy(): void }) => socket.destroy()],
    [
      'breaks off in its answer',
      (socket: { write(text: string): void; destroy(): void }) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"a"');
        setTimeout(() => socket.destroy(), 5);
      },
    ],
    [
      'does not speak HTTP',
      (socket: { write(text: string): void }) => socket.write('SSH-2.0-OpenSSH\r\n'),
    ],
  ] as const)('translates a server that %s', async (_, breakOff) => {
    const url = await serve(({ socket }) => breakOff(socket));

    await expect(ask(url)).rejects.toMatchObject({
      name: 'NetworkError',
      remedy: 'time',
      host: url.host,
    });
  });

  it('translates a server that is not there, without path and query', async () => {
    const url = await serve((_, response) => void response.end());
    url.port = '1';

    const asked = ask(url);

    await expect(asked).rejects.toMatchObject({ name: 'NetworkError' });
    await expect(asked).rejects.toThrow('127.0.0.1:1');
    await expect(asked).rejects.not.toThrow(/console|page=1/);
  });

  it('does not blame the network for a malformed header', async () => {
    const url = await serve((_, response) => void response.end());

    await expect(ask(url, {}, { 'x-team': 'a\nb' })).rejects.toMatchObject({
      code: 'UND_ERR_INVALID_ARG',
    });
  });
});
