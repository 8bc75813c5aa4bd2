import { Agent } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSend } from '../../src/delivery/create-send.ts';
import { type FakeReceiver, startFakeReceiver } from '../support/fake-receiver.ts';

const outgoing = { key: 'key-1', body: '{"app_records":[]}' };
const { signal } = new AbortController();

describe('createSend', () => {
  let receiver: FakeReceiver;
  let dispatcher: Agent;

  beforeEach(async () => {
    receiver = await startFakeReceiver({ token: 'token-1' });
    dispatcher = new Agent();
  });

  afterEach(async () => {
    await dispatcher.close();
    await receiver.close();
  });

  const sendWith = (token: string, url = receiver.url) =>
    createSend({
      url,
      token,
      timeoutMs: 5000,
      dispatcher,
      userAgent: 'dify-usage/0.1.0',
      now: Date.now,
    });

  it('posts the body with token, key and name', async () => {
    expect(await sendWith('token-1')(outgoing, signal)).toMatchObject({ status: 200 });

    const [request] = receiver.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/v1/usage', body: outgoing.body });
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer token-1',
      'idempotency-key': 'key-1',
      'user-agent': 'dify-usage/0.1.0',
    });
  });

  it('brings the refusal of a wrong token', async () => {
    expect(await sendWith('token-2')(outgoing, signal)).toMatchObject({ status: 401 });
  });

  it('never lets an answer repeat the token', async () => {
    receiver.script({ status: 400, body: 'bad header Bearer token-1' });

    expect(await sendWith('token-1')(outgoing, signal)).toMatchObject({
      text: 'bad header Bearer ***',
    });
  });

  it('never lets an answer repeat a token in the path of the address, as those do that miss it', async () => {
    receiver.script({ status: 404, body: 'Cannot POST /hooks/billing/Zx81kQ0vTb7aLm2pWd' });
    const url = new URL('/hooks/billing/Zx81kQ0vTb7aLm2pWd', receiver.url);

    expect(await sendWith('token-1', url)(outgoing, signal)).toMatchObject({
      text: 'Cannot POST /hooks/billing/***',
    });
  });

  it('never lets a redirect repeat the token in its address', async () => {
    receiver.script({ status: 307, headers: { location: 'https://e.test/a/token%2D1?b' } });

    expect(await sendWith('token-1')(outgoing, signal)).toMatchObject({
      headers: { location: 'https://e.test/a/***?b' },
    });
  });
});
