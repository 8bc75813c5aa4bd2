import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { Agent } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PostOptions, postJson } from '../../src/http/post-json.ts';
import { type FakeReceiver, startFakeReceiver } from '../support/fake-receiver.ts';

const now = () => Date.parse('2026-11-24T09:00:00Z');

describe('postJson', () => {
  let receiver: FakeReceiver;
  let dispatcher: Agent;

  beforeEach(async () => {
    receiver = await startFakeReceiver({ path: '/v1/usage?tenant=7' });
    dispatcher = new Agent();
  });

  afterEach(async () => {
    await dispatcher.close();
    await receiver.close();
  });

  const post = (options: Partial<PostOptions> = {}) =>
    postJson(receiver.url, '{"a":1}', {
      dispatcher,
      headers: { authorization: 'Bearer t' },
      timeoutMs: 5000,
      signal: new AbortController().signal,
      now,
      ...options,
    });

  it('posts the text as it is, to the address as it is', async () => {
    expect(await post()).toMatchObject({ status: 200, truncated: false });

    const [request] = receiver.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/v1/usage?tenant=7', body: '{"a":1}' });
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer t',
      'content-length': '7',
    });
  });

  it('returns an error status as an answer', async () => {
    receiver.script({ status: 503, body: 'busy', headers: { 'retry-after': '2' } });

    expect(await post()).toMatchObject({ status: 503, text: 'busy', retryAfterMs: 2000 });
  });

  it("measures a Retry-After date against the server's own clock", async () => {
    receiver.script({
      status: 429,
      headers: {
        date: 'Tue, 24 Nov 2026 09:12:00 GMT',
        'retry-after': 'Tue, 24 Nov 2026 09:12:05 GMT',
      },
    });

    expect(await post()).toMatchObject({ retryAfterMs: 5000, clockSkewMs: 720_000 });
  });

  it('does not follow a redirect', async () => {
    receiver.script({ status: 307, headers: { location: '/elsewhere' } });

    expect(await post()).toMatchObject({ status: 307, headers: { location: '/elsewhere' } });
    expect(receiver.requests).toHaveLength(1);
  });

  it('reads no more than 64 KB and can post again afterwards', async () => {
    receiver.script({ body: `{"text":"${'x'.repeat(2_000_000)}"}` });

    const answer = await post();

    expect(answer.truncated).toBe(true);
    expect(answer.text).toHaveLength(65_536);
    expect(await post()).toMatchObject({ status: 200, truncated: false });
  });

  it('gives up when the answer takes too long', async () => {
    receiver.script({ fault: 'hang' });

    await expect(post({ timeoutMs: 30 })).rejects.toMatchObject({
      name: 'TimeoutError',
      remedy: 'time',
    });
  });

  it('does not let a server that drips bytes stretch the time', async () => {
    const server = createServer((_request, response) => {
      response.write('{');
      const drip = setInterval(() => response.write(' '), 5);
      response.on('close', () => clearInterval(drip));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;

    const posted = postJson(new URL(`http://127.0.0.1:${port}/`), '{}', {
      dispatcher,
      headers: {},
      timeoutMs: 40,
      signal: new AbortController().signal,
      now,
    });

    await expect(posted).rejects.toMatchObject({ name: 'TimeoutError' });
    server.close();
  });

  it.each(['reset', 'cut'] as const)('reports an answer lost by a %s', async (fault) => {
    receiver.script({ stores: true, fault });

    await expect(post()).rejects.toMatchObject({ name: 'NetworkError', remedy: 'time' });
  });

  it('reports a receiver that is not there', async () => {
    await receiver.close();

    await expect(post()).rejects.toMatchObject({
      name: 'NetworkError',
      message: `Could not reach ${receiver.url.host}: nothing listens there (ECONNREFUSED, ${receiver.url.host}); check that it runs and that address and port are right`,
    });
  });

  it('reports a server that does not speak HTTP', async () => {
    const server = createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;

    const posted = postJson(new URL(`http://127.0.0.1:${port}/`), '{}', {
      dispatcher,
      headers: {},
      timeoutMs: 5000,
      signal: new AbortController().signal,
      now,
    });

    await expect(posted).rejects.toMatchObject({
      name: 'NetworkError',
      message: `Could not reach 127.0.0.1:${port}: it does not speak HTTP (HTTPParserError); check that address and port are right`,
    });
    server.close();
  });

  it('ends with the reason of the signal that interrupts it', async () => {
    receiver.script({ fault: 'hang' });
    const run = new AbortController();
    const posted = post({ signal: run.signal });
    await expect.poll(() => receiver.requests.length).toBe(1);

    run.abort(new Error('SIGTERM'));

    await expect(posted).rejects.toThrow('SIGTERM');
  });

  it('does not blame the network for a malformed header', async () => {
    await expect(post({ headers: { 'x-team': 'a\nb' } })).rejects.toMatchObject({
      code: 'UND_ERR_INVALID_ARG',
    });
  });
});
