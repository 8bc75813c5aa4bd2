import { describe, expect, it } from 'vitest';
import type { Hop } from '../../src/check/hop.ts';
import { toCheckDocument } from '../../src/cli/check-document.ts';
import { createCheckReport } from '../../src/cli/check-report.ts';
import { sayInEnglish } from '../../src/language/say.ts';

function hop(overrides: Partial<Hop>): Hop {
  return {
    name: 'lock',
    status: 'ok',
    code: 'ok',
    found: 'free',
    cure: undefined,
    exitCode: 0,
    ...overrides,
  };
}

const HOPS = [
  hop({}),
  hop({
    name: 'dify_tcp',
    status: 'failed',
    code: 'unreachable',
    found: 'nothing listens there',
    cure: 'Check that it runs.',
    exitCode: 69,
  }),
  hop({ name: 'dify_tls', status: 'not_tried', code: 'not_tried', found: 'not tried' }),
  hop({ name: 'spool', status: 'warning', code: 'spool_waiting', found: '1 waits', cure: 'Wait.' }),
];

describe('createCheckReport', () => {
  it('has a mark for each state, the cure below what was found, and a heading for each part', () => {
    const report = createCheckReport({ quiet: false }, sayInEnglish);

    expect([...HOPS.map((each) => report.line(each)), report.end(HOPS, 69)].join('')).toBe(
      `This machine
  ✔ lock             free
Dify
  ✘ TCP              nothing listens there
                     Check that it runs.
  – TLS              not tried
Deliveries
  ! spool            1 waits
                     Wait.
1 failure(s), 1 warning(s), 1 not tried; status 69.
`,
    );
  });

  it('is quiet about all but failures', () => {
    const report = createCheckReport({ quiet: true }, sayInEnglish);
    const [fine] = HOPS;

    expect(HOPS.map((each) => report.line(each)).join('')).toBe(
      `Dify
  ✘ TCP              nothing listens there
                     Check that it runs.
`,
    );
    expect(report.end(fine ? [fine] : [], 0)).toBe('');
  });

  it('says that an export can run', () => {
    expect(createCheckReport({ quiet: false }, sayInEnglish).end([hop({})], 0)).toBe(
      'An export can run: no failure, 0 warning(s), 0 not tried.\n',
    );
  });
});

describe('toCheckDocument', () => {
  it('has the hops in their order', () => {
    expect(toCheckDocument(HOPS.slice(0, 2), 69, sayInEnglish)).toEqual({
      command: 'check',
      status: 69,
      hops: [
        { name: 'lock', status: 'ok', found: 'free', cure: null, code: 'ok' },
        {
          name: 'dify_tcp',
          status: 'failed',
          found: 'nothing listens there',
          cure: 'Check that it runs.',
          code: 'unreachable',
        },
      ],
    });
  });
});
