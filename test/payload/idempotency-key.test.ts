import { describe, expect, it } from 'vitest';
import {
  idempotencyKey,
  keyAfter,
  partKey,
  snapshotKey,
  stateKey,
  stateKeyOver,
} from '../../src/payload/idempotency-key.ts';

const parts = {
  receiverUrl: 'https://billing.test/v1/usage',
  format: 'external-api',
  mode: 'per_app',
  aggregation: 'monthly',
  period: '2026-11-01..2026-11-30',
  timeZone: 'Asia/Tokyo',
  workspaceIds: ['w1', 'w2'],
  filters: ['app:1', 'app:2'],
};

describe('snapshotKey', () => {
  it('is the same in every version of the program', () => {
    expect(snapshotKey(parts)).toBe('934620b3c7bb5d83222724fb107dcf6e');
  });

  it('does not depend on the order of workspaces and filters', () => {
    const reordered = { ...parts, workspaceIds: ['w2', 'w1'], filters: ['app:2', 'app:1'] };

    expect(snapshotKey(reordered)).toBe(snapshotKey(parts));
  });

  it.each([
    { receiverUrl: 'https://billing.test/v2/usage' },
    { format: 'api-meter' },
    { mode: 'both' },
    { aggregation: 'daily' },
    { period: '2026-12-01..2026-12-31' },
    { timeZone: 'UTC' },
    { workspaceIds: ['w1'] },
    { filters: [] },
    { workspaceIds: ['w1', 'w2', 'app:1'], filters: ['app:2'] },
  ])('changes with %j', (difference) => {
    expect(snapshotKey({ ...parts, ...difference })).not.toBe(snapshotKey(parts));
  });
});

describe('idempotencyKey', () => {
  const bodyUntil = (end: string, tokens = 1) =>
    `{"fetch_period":{"start":"2026-10-31T15:00:00.000Z","end":"${end}"},"app_records":[{"token_count":${tokens}}]}`;
  const keyed = {
    receiverUrl: 'https://billing.test/v1/usage',
    snapshotKey: 's',
    body: bodyUntil('2026-11-30T14:59:59.999Z'),
    isOpen: false,
  };

  it('is the same in every version of the program', () => {
    expect(idempotencyKey(keyed)).toBe('47d8a28925c094db45d7a00940dd5570');
  });

  it.each([
    ['the content', { body: bodyUntil('2026-11-30T14:59:59.999Z', 2) }],
    ['the end of a closed period', { body: bodyUntil('2026-11-29T14:59:59.999Z') }],
    ['the snapshot', { snapshotKey: 't' }],
    ['the receiver', { receiverUrl: 'https://other.test/v1/usage' }],
  ])('changes with %s', (_what, difference) => {
    expect(idempotencyKey({ ...keyed, ...difference })).not.toBe(idempotencyKey(keyed));
  });

  it('does not change with the end of an open period', () => {
    const at = (end: string, tokens = 1) =>
      idempotencyKey({ ...keyed, isOpen: true, body: bodyUntil(end, tokens) });

    expect(at('2026-11-24T01:00:00.000Z')).toBe(at('2026-11-24T02:00:00.000Z'));
    expect(at('2026-11-24T01:00:00.000Z', 2)).not.toBe(at('2026-11-24T01:00:00.000Z'));
  });

  describe('of a body for API_Meter', () => {
    const meterBody = (end: string, cost: string) =>
      `{"tenant_id":"t","export_metadata":{"export_timestamp":"${end}","date_range":{"start":"2026-10-31T15:00:00.000Z","end":"${end}"}},"records":[{"cost_actual":${cost}}]}`;
    const at = (end: string, cost = '0.5', isOpen = true) =>
      idempotencyKey({ ...keyed, isOpen, body: meterBody(end, cost) });

    it('does not change with how far an open period was read', () => {
      expect(at('2026-11-24T01:00:00.000Z')).toBe(at('2026-11-24T02:00:00.000Z'));
      expect(at('2026-11-24T01:00:00.000Z', '0.6')).not.toBe(at('2026-11-24T01:00:00.000Z'));
    });

    it('tells amounts apart that are the same float', () => {
      const end = '2026-11-24T01:00:00.000Z';

      expect(at(end, '1234567890123.4567891')).not.toBe(at(end, '1234567890123.4567892'));
    });

    it('changes with the end of a closed period', () => {
      const closed = (end: string) => at(end, '0.5', false);

      expect(closed('2026-11-24T01:00:00.000Z')).not.toBe(closed('2026-11-24T02:00:00.000Z'));
    });
  });
});

describe('partKey', () => {
  it('follows from the whole, and tells parts apart', () => {
    expect(partKey('whole', 'half-0')).toBe(partKey('whole', 'half-0'));
    expect(partKey('whole', 'half-0')).toMatch(/^[0-9a-f]{32}$/);
    expect(
      new Set([partKey('whole', 'half-0'), partKey('whole', 'half-1'), partKey('part', 'half-0')]),
    ).toHaveProperty('size', 3);
  });
});

describe('keyAfter', () => {
  it('is the body key while the receiver holds nothing', () => {
    expect(keyAfter('key', undefined)).toBe('key');
  });

  it('is the same in every version of the program', () => {
    const state = stateKey('content', '2026-12-01T00:00:00.000Z');

    expect(keyAfter('key', state)).toBe('ed0d5aed6b60c19b4b66826b8524687e');
    expect(keyAfter('key', stateKeyOver(state, ['b', 'a']))).toBe(
      '9e326a4e6c8dee20a849dd333de5b32e',
    );
    expect(stateKeyOver(state, ['a', 'b'])).toBe(stateKeyOver(state, ['b', 'a']));
  });
});
