import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSend } from '../../src/delivery/create-send.ts';
import type { DeliveryOptions } from '../../src/delivery/deliver.ts';
import { exitCodesFor } from '../../src/delivery/delivery-exit-codes.ts';
import { drainSpool } from '../../src/delivery/drain-spool.ts';
import { receiverTarget } from '../../src/delivery/receiver-target.ts';
import { listEntries } from '../../src/spool/list-entries.ts';
import { putSnapshot } from '../../src/spool/put-snapshot.ts';
import { readEntry } from '../../src/spool/read-entry.ts';
import type { Snapshot } from '../../src/spool/snapshot.ts';
import { openSpool, type Spool } from '../../src/spool/spool.ts';
import {
  type FakeReceiver,
  type FakeReceiverOptions,
  startFakeReceiver,
} from '../support/fake-receiver.ts';
import { inEnglish } from '../support/in-english.ts';
import { body, fileSystemDyingAt, filesIn, fullFileSystem, snapshot } from '../support/spool.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const now = () => Date.parse('2026-11-24T09:00:00.000Z');
const both =
  '{"mode":"both","app_records":[{"app_id":"a"},{"app_id":"b"}],"workspace_records":[{"type":"workspace_total"}]}';

let spool: Spool;
let receiver: FakeReceiver;
let dispatcher: Agent;

beforeEach(async () => {
  spool = await openSpool(await temporaryDirectory(), { now });
  dispatcher = new Agent();
  await startReceiver();
});

afterEach(async () => {
  await dispatcher.close();
  await receiver.close();
});

async function startReceiver(options: FakeReceiverOptions = {}): Promise<void> {
  if (receiver !== undefined) await receiver.close();
  receiver = await startFakeReceiver({ token: 'token-1', now, ...options });
}

const put = (overrides: Partial<Snapshot>) =>
  putSnapshot(spool, snapshot({ target: receiverTarget(receiver.url), ...overrides }));

function drain(changes: Partial<DeliveryOptions & { token: string; spool: Spool }> = {}) {
  const { token = 'token-1', spool: other = spool, ...options } = changes;
  const { url } = receiver;
  const send = createSend({ url, token, timeoutMs: 2000, dispatcher, userAgent: 'test', now });
  return drainSpool(other, send, {
    host: url.host,
    target: receiverTarget(url),
    maxRetries: 1,
    deadlineMs: 60_000,
    signal: new AbortController().signal,
    now,
    sleep: async () => undefined,
    ...options,
  });
}

async function waiting() {
  return (await listEntries(spool)).entries;
}

const keysReceived = () => receiver.requests.map(({ idempotencyKey }) => Number(idempotencyKey));

describe('drainSpool', () => {
  it('has nothing to do when nothing waits', async () => {
    expect(await drain()).toEqual({
      delivered: [],
      deferred: undefined,
      rejected: [],
      quarantined: [],
      otherReceivers: [],
      clockSkewMs: undefined,
    });
  });

  it('sends the oldest first and empties the spool', async () => {
    await put({ key: 'a', bodies: [body(3), body(1)] });
    await put({ key: 'b', bodies: [body(2)] });

    const report = await drain();

    expect(keysReceived()).toEqual([3, 1, 2]);
    expect(report).toMatchObject({
      delivered: [
        {
          id: body(3).id,
          snapshot: 'a',
          records: 1,
          attempts: 1,
          acceptedAt: '2026-11-24T09:00:00.000Z',
          alreadyReceived: false,
          receiverSaid: 'Data received successfully',
        },
        { id: body(1).id },
        { id: body(2).id },
      ],
      deferred: undefined,
      clockSkewMs: 0,
    });
    expect(exitCodesFor(report)).toEqual([]);
    expect(await readdir(join(spool.directory, 'spool'))).toEqual([]);
  });

  it.each([
    [{ status: 503 }, 75, 'http_503', 2],
    [{ status: 429, headers: { 'retry-after': '3600' } }, 75, 'http_429', 1],
    [{ fault: 'reset' }, 75, 'unreachable', 2],
    [{ status: 401, body: { message: 'expired' } }, 77, 'http_401', 1],
    [{ status: 403 }, 77, 'http_403', 1],
    [{ status: 404 }, 78, 'http_404', 1],
    [{ status: 405 }, 78, 'http_405', 1],
    [{ status: 301, headers: { location: 'http://127.0.0.1:9/' } }, 78, 'http_301', 1],
    [{ body: { success: false } }, 76, 'success_false', 1],
    [{ body: '<html>' }, 76, 'answer_html', 1],
  ] as const)('stops at %j and keeps everything', async (answer, exitCode, code, attempts) => {
    await put({ key: 'a', bodies: [body(1), body(2)] });
    receiver.always(answer);

    const report = await drain();

    expect(report).toMatchObject({
      delivered: [],
      deferred: { reason: { code }, exitCode, entriesKept: 2 },
      rejected: [],
    });
    expect(exitCodesFor(report)).toEqual([exitCode]);
    expect(keysReceived()).toEqual(Array(attempts).fill(1));
    expect(await waiting()).toMatchObject([
      { id: body(1).id, attempts, last_error: { code } },
      { id: body(2).id, attempts: 0 },
    ]);
  });

  it('delivers later what it could not deliver at first, and counts every attempt', async () => {
    await put({ bodies: [body(1)] });
    receiver.always({ status: 503 });
    await drain();
    receiver.always(undefined);

    expect(await drain()).toMatchObject({ delivered: [{ id: body(1).id, attempts: 3 }] });
    expect(receiver.rows('app_records')).toHaveLength(1);
  });

  it.each(['reset', 'cut'] as const)(
    'sends the same key again when the acknowledgement is lost by a %s',
    async (fault) => {
      await startReceiver({ repeatedKeyStatus: 409 });
      await put({ bodies: [body(1)] });
      receiver.script({ stores: true, fault });

      expect(await drain()).toMatchObject({
        delivered: [{ attempts: 2, alreadyReceived: true, receiverAlreadyHasKey: false }],
      });
      expect(keysReceived()).toEqual([1, 1]);
      expect(receiver.rows('app_records')).toEqual([
        { period: '2026-11', app_id: 'app-1', token_count: 1 },
      ]);
    },
  );

  it('notes that a receiver knows a body that was never posted before', async () => {
    await put({ bodies: [body(1)] });
    receiver.script({ status: 409 });

    expect(await drain()).toMatchObject({
      delivered: [{ alreadyReceived: true, receiverAlreadyHasKey: true }],
    });
    expect(await waiting()).toEqual([]);
  });

  it('notes no such thing when an earlier run was killed during the post', async () => {
    await put({ bodies: [body(1)] });
    receiver.script({ stores: true, fault: 'hang' });
    const run = new AbortController();
    const interrupted = drain({ signal: run.signal });
    await expect.poll(() => receiver.requests.length).toBe(1);
    expect(await waiting()).toMatchObject([{ attempts: 1 }]);
    run.abort(new Error('SIGTERM'));
    await interrupted;
    receiver.script({ status: 409 });

    expect(await drain()).toMatchObject({ delivered: [{ receiverAlreadyHasKey: false }] });
  });

  it('keeps everything when the run is stopped', async () => {
    await put({ bodies: [body(1), body(2)] });
    const run = new AbortController();
    run.abort(new Error('SIGTERM'));

    expect(await drain({ signal: run.signal })).toMatchObject({
      deferred: { reason: { code: 'interrupted' }, exitCode: 75, entriesKept: 2 },
    });
    expect(receiver.requests).toEqual([]);
    expect(await waiting()).toMatchObject([{ attempts: 0 }, { attempts: 0 }]);
  });

  it('sets aside what is refused for good and goes on', async () => {
    await put({ bodies: [body(1), body(2)] });
    receiver.script({ status: 422, body: { message: 'no such app\u001b[2J' } });

    const report = await drain();

    expect(report).toMatchObject({
      delivered: [{ id: body(2).id }],
      deferred: undefined,
      rejected: [{ id: body(1).id, records: 1, reason: { code: 'http_422' } }],
    });
    expect(exitCodesFor(report)).toEqual([65]);
    const [name = ''] = await filesIn(spool.directory, 'rejected');
    expect(await readEntry(spool, 'rejected', name)).toMatchObject({
      attempts: 1,
      last_error: {
        code: 'http_422',
        message: `${receiver.url.host} refused the body (422): no such app [2J`,
      },
    });
  });

  it('does not let one bad array hold back the others', async () => {
    await startReceiver({ refusedArrays: ['workspace_records'] });
    await put({ bodies: [{ ...body(1), body: both }] });

    const report = await drain();

    expect(report).toMatchObject({
      delivered: [{ records: 2 }],
      rejected: [{ records: 1, reason: { code: 'http_400' } }],
    });
    expect(receiver.rows('app_records')).toHaveLength(2);
    const keys = receiver.requests.map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys).size).toBe(3);
    expect(receiver.requests.map((request) => request.body)).toEqual([
      both,
      '{"mode":"both","app_records":[{"app_id":"a"},{"app_id":"b"}]}',
      '{"mode":"both","workspace_records":[{"type":"workspace_total"}]}',
    ]);
  });

  it('keeps the arrays that are still to come when the receiver goes down', async () => {
    await put({ bodies: [{ ...body(1), body: both }] });
    receiver.script({ status: 400 });
    receiver.script({ status: 503 }, { status: 503 });

    expect(await drain()).toMatchObject({ deferred: { exitCode: 75, entriesKept: 2 } });
    expect(await waiting()).toMatchObject([{ attempts: 2 }, { attempts: 0 }]);
    expect(await drain()).toMatchObject({ delivered: [{ records: 2 }, { records: 1 }] });
  });

  it('divides what is too large until it fits', async () => {
    const records = [1, 2, 3, 4, 5].map((id) => ({ period: '2026-11', app_id: `app-${id}` }));
    const large = JSON.stringify({ mode: 'per_app', app_records: records });
    await startReceiver({ maxBytes: 110 });
    await put({ bodies: [{ ...body(1), body: large }, body(2)] });

    const report = await drain();

    expect(report).toMatchObject({ deferred: undefined, rejected: [] });
    expect(report.delivered.map((each) => each.records)).toEqual([2, 1, 2, 1]);
    expect(receiver.rows('app_records')).toHaveLength(5);
    expect(await waiting()).toEqual([]);
  });

  it('gives the parts the same keys when the same content is divided again', async () => {
    await startReceiver({ maxBytes: 100 });
    await put({ bodies: [{ ...body(1), body: both }] });
    await drain();
    const first = receiver.requests.map(({ idempotencyKey }) => idempotencyKey);
    await put({ bodies: [{ ...body(1), body: both }] });
    await drain();

    const all = receiver.requests.map(({ idempotencyKey }) => idempotencyKey);
    expect(all).toEqual([...first, ...first]);
  });

  it('sets aside a single record that is too large', async () => {
    await startReceiver({ maxBytes: 10 });
    await put({ bodies: [body(1)] });

    const report = await drain();

    expect(report).toMatchObject({ rejected: [{ reason: { code: 'http_413' } }] });
    expect(exitCodesFor(report)).toEqual([65]);
    expect(receiver.requests).toHaveLength(1);
  });

  it('goes round a damaged file and reports it', async () => {
    await put({ bodies: [body(1), body(2)] });
    const [first = ''] = await filesIn(spool.directory, 'spool');
    await writeFile(join(spool.directory, 'spool', first), '');

    const report = await drain();

    expect(inEnglish(report)).toMatchObject({
      delivered: [{ id: body(2).id }],
      quarantined: [{ name: first, reason: 'it is empty' }],
    });
    expect(exitCodesFor(report)).toEqual([73]);
  });

  it('does not send to this receiver what was meant for another', async () => {
    await put({ key: 'a', target: 'https://other.test/v1/usage', bodies: [body(1)] });
    await put({ key: 'b', bodies: [body(2)] });

    const report = await drain();

    expect(report).toMatchObject({
      delivered: [{ id: body(2).id }],
      deferred: undefined,
      otherReceivers: [{ id: body(1).id, target: 'https://other.test/v1/usage' }],
    });
    expect(await waiting()).toMatchObject([{ id: body(1).id }]);
  });

  it('tells how far the clock of the receiver is off', async () => {
    await startReceiver({ now: () => now() + 720_000 });
    await put({});

    expect(await drain()).toMatchObject({ clockSkewMs: 720_000 });
  });

  it('delivers although the disk is full, which is what makes room', async () => {
    await put({ bodies: [body(1)] });

    expect(await drain({ spool: { ...spool, files: fullFileSystem() } })).toMatchObject({
      delivered: [{ id: body(1).id }],
      deferred: undefined,
    });
    expect(await waiting()).toEqual([]);
  });

  it('sets aside a refused body although the disk is full', async () => {
    await put({ bodies: [body(1)] });
    receiver.always({ status: 422 });

    await drain({ spool: { ...spool, files: fullFileSystem() } });

    expect(await filesIn(spool.directory, 'rejected')).toHaveLength(1);
  });

  it('ends with what it has done when a disk that is full forbids dividing', async () => {
    await startReceiver({ maxBytes: 100 });
    await put({ bodies: [body(1), { ...body(2), body: both }] });

    expect(await drain({ spool: { ...spool, files: fullFileSystem() } })).toMatchObject({
      delivered: [{ id: body(1).id }],
      deferred: { reason: { code: 'spool_write' }, exitCode: 75, entriesKept: 1 },
    });
  });

  it('never puts the token into a file', async () => {
    await put({ bodies: [body(1)] });
    receiver.always({ status: 400, body: { message: 'header was Bearer token-1' } });

    await drain();

    const [name = ''] = await filesIn(spool.directory, 'rejected');
    const text = JSON.stringify(await readEntry(spool, 'rejected', name));
    expect(text).toContain('Bearer ***');
    expect(text).not.toContain('token-1');
  });

  it('delivers everything at last, wherever it was killed before', {
    timeout: 60_000,
  }, async () => {
    const counter = { calls: 0 };
    const prepare = async () => {
      spool = await openSpool(await temporaryDirectory(), { now });
      await startReceiver({ refusedArrays: ['workspace_records'] });
      await put({ bodies: [{ ...body(1), body: both }] });
    };
    await prepare();
    await drain({
      spool: { ...spool, files: fileSystemDyingAt(Number.POSITIVE_INFINITY, counter) },
    });
    const expected = receiver.rows('app_records');
    const steps = counter.calls;
    expect(expected).toHaveLength(2);

    for (let n = 1; n <= steps; n += 1) {
      await prepare();
      await drain({ spool: { ...spool, files: fileSystemDyingAt(n) } }).catch(() => undefined);

      await drain();

      expect(receiver.rows('app_records'), `killed at step ${n}`).toEqual(expected);
      expect(await readdir(join(spool.directory, 'rejected')), `step ${n}`).toHaveLength(1);
      expect(await waiting()).toEqual([]);
    }
  });
});
