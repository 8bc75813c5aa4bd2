import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeFindings, type Residual } from '../../src/usage/findings.ts';

describe('mergeFindings', () => {
  it('adds up findings of equal app, bucket and cause', () => {
    expect(
      mergeFindings([residual({ tokens: 10, runs: 1 }), residual({ tokens: 5, runs: 2 })]),
    ).toEqual([residual({ tokens: 15, runs: 3 })]);
  });

  it.each([
    ['app', { appId: 'app-2' }],
    ['bucket', { bucket: '2026-11' }],
    ['cause', { cause: 'price_unknown' }],
  ] as const)('keeps findings of another %s apart', (_what, other) => {
    expect(mergeFindings([residual(), residual(other)])).toHaveLength(2);
  });

  it('does not know the sum when one of the parts is unknown', () => {
    const findings = [
      residual({ tokens: 10 }),
      residual({ tokens: undefined }),
      residual({ tokens: 5 }),
    ];

    expect(mergeFindings(findings)).toEqual([residual({ tokens: undefined, runs: 3 })]);
  });

  it('keeps a merged sum of nothing, such as a difference that cancels out', () => {
    const difference = { appId: 'app-1', bucket: '2026-10', cause: 'unexplained' } as const;

    expect(
      mergeFindings([
        { ...difference, tokens: 7, runs: 1 },
        { ...difference, tokens: -7, runs: 1 },
      ]),
    ).toEqual([{ ...difference, tokens: 0, runs: 2 }]);
  });

  it('sorts by app, bucket and cause', () => {
    const findings = [
      residual({ appId: 'b' }),
      residual({ appId: 'a', bucket: '2026-11' }),
      residual({ appId: 'a', cause: 'price_unknown' }),
      residual({ appId: 'a' }),
    ];

    expect(
      mergeFindings(findings).map(({ appId, bucket, cause }) => [appId, bucket, cause]),
    ).toEqual([
      ['a', '2026-10', 'price_unknown'],
      ['a', '2026-10', 'runs_cleaned_up'],
      ['a', '2026-11', 'runs_cleaned_up'],
      ['b', '2026-10', 'runs_cleaned_up'],
    ]);
  });

  it('takes hostile ids as they are', () => {
    const findings = [residual({ appId: '__proto__' }), residual({ appId: '__proto__' })];

    expect(mergeFindings(findings)).toEqual([
      residual({ appId: '__proto__', tokens: 20, runs: 2 }),
    ]);
  });

  it('gives the same whatever the order and however often it is applied', () => {
    fc.assert(
      fc.property(fc.array(anyResidual), fc.nat(), (findings, cut) => {
        const merged = mergeFindings(findings);
        const head = findings.slice(0, cut % (findings.length + 1));
        const tail = findings.slice(cut % (findings.length + 1));
        expect(mergeFindings(findings.toReversed())).toEqual(merged);
        expect(mergeFindings([...mergeFindings(head), ...tail])).toEqual(merged);
      }),
    );
  });
});

function residual(overrides: Partial<Residual> = {}): Residual {
  return {
    appId: 'app-1',
    bucket: '2026-10',
    cause: 'runs_cleaned_up',
    tokens: 10,
    runs: 1,
    ...overrides,
  };
}

const anyResidual: fc.Arbitrary<Residual> = fc.record({
  appId: fc.constantFrom('a', 'b'),
  bucket: fc.constantFrom('2026-10', '2026-11'),
  cause: fc.constantFrom('runs_cleaned_up', 'price_unknown'),
  tokens: fc.option(fc.nat({ max: 1000 }), { nil: undefined }),
  runs: fc.nat({ max: 10 }),
});
