import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AcceptedBody } from '../../src/delivery/delivery-report.ts';
import { acknowledgeBody } from '../../src/receipts/acknowledge-body.ts';
import { listReceipts } from '../../src/receipts/list-receipts.ts';
import { readReceipt } from '../../src/receipts/read-receipt.ts';
import { openSpool, type Spool } from '../../src/spool/spool.ts';
import type { SpoolEntry } from '../../src/spool/spool-entry.ts';
import { deliveredBody, queuedEntry } from '../cli/export-builders.ts';
import { inEnglish } from '../support/in-english.ts';
import { fullFileSystem } from '../support/spool.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const now = () => Date.parse('2026-11-24T09:00:00.000Z');
const NAME = 'snapshot-1.json';
const BODY = JSON.stringify({
  app_records: [{ app_id: 'a', app_name: '__proto__', token_count: 5, total_price: '0.1000000' }],
});

function entry(
  bodies: number,
  { content = 'content-1', part }: { content?: string; part?: SpoolEntry['part'] } = {},
): SpoolEntry {
  const { name: _name, ...head } = queuedEntry();
  const exported = { series: 'series-1', content, bodies, provisional: false, totals: [] };
  return { ...head, export: exported, ...(part && { part }), body: BODY };
}

function accepted(id: string, overrides: Partial<AcceptedBody> = {}): AcceptedBody {
  const { isWhole: _isWhole, ...body } = deliveredBody({ id, ...overrides });
  return body;
}

async function receiptOf(spool: Spool) {
  const reading = await readReceipt(spool, NAME);
  if (reading.kind !== 'read') throw new Error(`The receipt is ${reading.kind}`);
  return reading.receipt;
}

describe('acknowledgeBody', () => {
  it('writes what was accepted, when, and after how many attempts, for its owner only', async () => {
    const directory = await temporaryDirectory();
    const spool = await openSpool(directory, { now });

    const isWhole = await acknowledgeBody(
      spool,
      entry(1),
      accepted('a', { attempts: 2, receiverSaid: 'stored' }),
    );

    expect(isWhole).toBe(true);
    const path = join(directory, 'receipts', NAME);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      v: 1,
      snapshot: 'snapshot-1',
      series: 'series-1',
      about: {
        format: 'external-api',
        mode: 'per_app',
        aggregation: 'monthly',
        period: '2026-11-01..2026-11-30',
        time_zone: 'Asia/Tokyo',
      },
      target: 'https://billing.test/v1/usage',
      complete: true,
      provisional: false,
      totals: [],
      records: [
        {
          key: '["\\"app_records\\"","a","__proto__"]',
          tokens: 5,
          content: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
      ],
      content: 'content-1',
      bodies_exported: 1,
      bodies: [
        {
          id: 'a',
          sha256: 'f'.repeat(64),
          bytes: 2,
          records: 1,
          attempts: 2,
          accepted_at: '2026-11-24T00:05:01.000Z',
          already_received: false,
          receiver_said: 'stored',
        },
      ],
      delivered_at: '2026-11-24T00:05:01.000Z',
    });
  });

  it('calls an export delivered when all its bodies are', async () => {
    const spool = await openSpool(await temporaryDirectory(), { now });

    expect(await acknowledgeBody(spool, entry(2), accepted('a'))).toBe(false);
    expect(await acknowledgeBody(spool, entry(2), accepted('a'))).toBe(false);
    expect((await receiptOf(spool)).delivered_at).toBeUndefined();
    expect(await acknowledgeBody(spool, entry(2), accepted('b'))).toBe(true);
    expect((await receiptOf(spool)).bodies.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('begins anew with other content', async () => {
    const spool = await openSpool(await temporaryDirectory(), { now });
    await acknowledgeBody(spool, entry(1), accepted('a'));

    const isWhole = await acknowledgeBody(spool, entry(2, { content: 'content-2' }), accepted('b'));

    expect(isWhole).toBe(false);
    expect((await receiptOf(spool)).bodies.map(({ id }) => id)).toEqual(['b']);
  });

  it('counts the parts of a divided body as one when all are there', async () => {
    const spool = await openSpool(await temporaryDirectory(), { now });
    const third = entry(2, { part: { of: 'whole', share: 1 / 3 } });
    await acknowledgeBody(spool, entry(2), accepted('other'));

    expect(await acknowledgeBody(spool, third, accepted('a'))).toBe(false);
    expect(await acknowledgeBody(spool, third, accepted('b'))).toBe(false);
    expect(await acknowledgeBody(spool, third, accepted('c'))).toBe(true);
  });

  it('replaces a damaged receipt', async () => {
    const directory = await temporaryDirectory();
    const spool = await openSpool(directory, { now });
    await writeFile(join(directory, 'receipts', NAME), '{"v":1,"snap');

    expect(inEnglish(await readReceipt(spool, NAME))).toEqual({
      kind: 'damaged',
      name: NAME,
      reason: 'it is not JSON',
    });
    expect(await acknowledgeBody(spool, entry(1), accepted('a'))).toBe(true);
    expect((await receiptOf(spool)).bodies).toHaveLength(1);
  });

  it('leaves no outdated receipt on a full disk', async () => {
    const directory = await temporaryDirectory();
    await acknowledgeBody(await openSpool(directory, { now }), entry(1), accepted('a'));
    const full = await openSpool(directory, { now, files: fullFileSystem() });

    const isWhole = await acknowledgeBody(full, entry(1, { content: 'content-2' }), accepted('b'));

    expect(isWhole).toBeUndefined();
    expect(await readdir(join(directory, 'receipts'))).toEqual([]);
  });
});

describe('listReceipts', () => {
  it('finds those of one series and names what is damaged', async () => {
    const directory = await temporaryDirectory();
    const spool = await openSpool(directory, { now });
    await acknowledgeBody(spool, entry(1), accepted('a'));
    await writeFile(join(directory, 'receipts', 'other.json'), '');
    await writeFile(join(directory, 'receipts', 'none.json'), '{"v":1}');

    const { receipts, damaged } = await listReceipts(spool, 'series-1');

    expect(receipts.map(({ snapshot }) => snapshot)).toEqual(['snapshot-1']);
    expect(inEnglish(damaged)).toEqual([
      { name: 'none.json', reason: 'it is not a receipt of its name' },
      { name: 'other.json', reason: 'it is not JSON' },
    ]);
    expect(await listReceipts(spool, 'series-2')).toMatchObject({ receipts: [] });
  });
});
