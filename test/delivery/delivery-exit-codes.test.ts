import { describe, expect, it } from 'vitest';
import { exitCodesFor } from '../../src/delivery/delivery-exit-codes.ts';
import type { DeliveryReport } from '../../src/delivery/delivery-report.ts';
import { rejectedBody } from '../support/delivery.ts';

type Relevant = Pick<DeliveryReport, 'deferred' | 'rejected' | 'quarantined'>;

const nothing: Relevant = { deferred: undefined, rejected: [], quarantined: [] };
const reason = { code: 'http_503', message: 'billing.test answered 503' };

describe('exitCodesFor', () => {
  it.each<[string, Relevant, number[]]>([
    ['a drained spool', nothing, []],
    [
      'a receiver that is down',
      { ...nothing, deferred: { reason, exitCode: 75, entriesKept: 1 } },
      [75],
    ],
    ['a body refused for good', { ...nothing, rejected: [rejectedBody()] }, [65]],
    [
      'a damaged spool file',
      { ...nothing, quarantined: [{ name: 'x.json', reason: 'it is empty' }] },
      [73],
    ],
    [
      'several of them',
      {
        ...nothing,
        deferred: { reason, exitCode: 77, entriesKept: 1 },
        rejected: [rejectedBody()],
      },
      [77, 65],
    ],
  ])('are for %s', (_situation, report, codes) => {
    expect(exitCodesFor(report)).toEqual(codes);
  });
});
