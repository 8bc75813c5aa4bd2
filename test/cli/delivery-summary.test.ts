import { describe, expect, it } from 'vitest';
import { summarizeDelivery } from '../../src/cli/delivery-summary.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import { rejectedBody } from '../support/delivery.ts';
import { deliveredBody, deliveryReport, queuedEntry } from './export-builders.ts';

describe('summarizeDelivery', () => {
  it('has nothing to say of an empty spool', () => {
    expect(summarizeDelivery(deliveryReport()).map(sayInEnglish)).toEqual([]);
  });

  it.each([
    [{}, 'Delivered 1 record(s) of 2026-11-01..2026-11-30: accepted'],
    [
      { records: 12, attempts: 3 },
      'Delivered 12 record(s) of 2026-11-01..2026-11-30 after 3 attempts: accepted',
    ],
    [{ receiverSaid: 'Thank you' }, 'Delivered 1 record(s) of 2026-11-01..2026-11-30: Thank you'],
    [
      { receiverSaid: 'Conflict', alreadyReceived: true },
      'Delivered 1 record(s) of 2026-11-01..2026-11-30: the receiver already had them',
    ],
  ])('tells how a body with %j was delivered', (overrides, line) => {
    const delivered = [deliveredBody(overrides)];

    expect(summarizeDelivery(deliveryReport({ delivered })).map(sayInEnglish)).toEqual([line]);
  });

  it('tells what was refused for good and where it is kept', () => {
    expect(
      summarizeDelivery(deliveryReport({ rejected: [rejectedBody()] })).map(sayInEnglish),
    ).toEqual([
      `Rejected for good: 1 record(s) of 2026-11-01..2026-11-30, kept as rejected/ ${'0'.repeat(32)}: billing.test refused the body (422)`,
    ]);
  });

  it('tells what waits for the next run, and for another receiver', () => {
    const report = deliveryReport({
      deferred: {
        reason: { code: 'network', message: 'Could not reach billing.test' },
        exitCode: 75,
        entriesKept: 2,
      },
      otherReceivers: [queuedEntry()],
    });

    expect(summarizeDelivery(report).map(sayInEnglish)).toEqual([
      'Not delivered, 2 body(ies) kept for the next run: Could not reach billing.test',
      expect.stringMatching(/^1 body\(ies\) for another receiver wait in the spool/),
    ]);
  });

  it('lets no name of a damaged file move the cursor', () => {
    const quarantined = [{ name: '\u001b[2Jx.json', reason: 'it is not JSON' }];

    expect(summarizeDelivery(deliveryReport({ quarantined })).map(sayInEnglish)).toEqual([
      'Quarantined: [2Jx.json: it is not JSON',
    ]);
  });
});
