import { describe, expect, it } from 'vitest';
import { summarizeCertainty } from '../../src/cli/certainty-summary.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import type { AppCertainty } from '../../src/usage/certainty.ts';

const MODELS = { users: true, models: true, messages: true };
const EXACT: AppCertainty = {
  parts: [{ kind: 'exact', tokens: 1200, prices: [{ currency: 'USD', units: 30_000n }] }],
  users: [{ kind: 'exact', tokens: 1200, prices: [] }],
  notes: [],
};

function app(name: string, certainty: AppCertainty = EXACT) {
  return { app: { id: name, name, mode: 'chat', model: undefined }, certainty };
}

describe('summarizeCertainty', () => {
  it('says nothing in an output mode without users and models', () => {
    expect(englishOf([app('Support')], { users: false, models: false, messages: false })).toEqual(
      [],
    );
  });

  it('is short when everything is exact', () => {
    const idle = app('Idle', { parts: [], users: [], notes: [] });

    expect(englishOf([app('Support'), app('Sales'), idle], MODELS)).toEqual([
      'Users and models: exact in all 2 app(s) with usage.',
    ]);
    expect(englishOf([app('Support')], { users: true, models: false, messages: true })).toEqual([
      'Users: exact in all 1 app(s) with usage.',
    ]);
  });

  it('says that users were divided where it only says that their model is unknown', () => {
    const unknown = app('Support', {
      parts: [{ kind: 'unattributed', tokens: 300, prices: [] }],
      users: [
        { kind: 'exact', tokens: 100, prices: [] },
        { kind: 'allocated', tokens: 200, prices: [] },
      ],
      notes: [],
    });

    expect(englishOf([unknown], MODELS)).toEqual([
      'Users and models: exact in 0 of 1 app(s) with usage, in part in:',
      '  Support: unattributed 300 tokens; its users: exact 100 tokens, allocated 200 tokens',
    ]);
  });

  it('says per app how much is not exact, and why', () => {
    const mixed = app('経費\u202e', {
      parts: [
        {
          kind: 'exact',
          tokens: 1200,
          prices: [
            { currency: 'CNY', units: 20_000n },
            { currency: 'USD', units: 3n },
          ],
        },
        { kind: 'allocated', tokens: 300, prices: [{ currency: 'USD', units: 7000n }] },
        { kind: 'unattributed', tokens: 20, prices: [] },
      ],
      users: [{ kind: 'allocated', tokens: 300, prices: [] }],
      notes: [
        { bucket: '2026-11', cause: 'allocated_by_tokens', tokens: 300, units: 7000n },
        { bucket: '2026-11', cause: 'console_may_include_debug', tokens: 9, units: 0n },
        { bucket: '2026-11', cause: 'ledger_exceeds_messages', tokens: 20, units: 0n },
      ],
    });

    expect(englishOf([app('Support'), mixed], MODELS)).toEqual([
      'Users and models: exact in 1 of 2 app(s) with usage, in part in:',
      '  経費: exact 1200 tokens 0.0020000 CNY and 0.0000003 USD, allocated 300 tokens 0.0007000 USD, unattributed 20 tokens',
      '    2026-11: 300 tokens are priced in proportion to tokens, because several users or models share a minute',
      "    2026-11: 20 tokens are in Dify's statistics, but in no conversation that it still lists",
    ]);
  });
});

function englishOf(...[totals, needs]: Parameters<typeof summarizeCertainty>) {
  return summarizeCertainty(totals, needs).map(sayInEnglish);
}
