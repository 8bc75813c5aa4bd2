import type { UsageUser } from '../../src/usage/app-detail.ts';
import type { LedgerBlock } from '../../src/usage/ledger-block.ts';
import type { LedgerCall } from '../../src/usage/ledger-call.ts';
import type { UnitPrice } from '../../src/usage/unit-prices.ts';

export const ALICE: UsageUser = { type: 'end_user', id: 'u-1', session: 'alice@example.com' };
export const LI: UsageUser = { type: 'end_user', id: 'u-2', session: '李雷' };
export const OWNER: UsageUser = { type: 'account', id: 'a-1', session: undefined };

/** 2.5 and 10 dollars a million. */
export const GPT_4O: UnitPrice = {
  provider: 'openai',
  model: 'gpt-4o',
  prompt: { digits: 25n, scale: 0 },
  completion: { digits: 100n, scale: 0 },
};
/** 0.15 and 0.6 dollars a million. */
export const GPT_4O_MINI: UnitPrice = {
  provider: 'openai',
  model: 'gpt-4o-mini',
  prompt: { digits: 15n, scale: 1 },
  completion: { digits: 6n, scale: 0 },
};

let calls = 0;

/** A message of Alice's with 10 + 5 tokens, each in a conversation of its own. */
export function ledgerCall(fields: Partial<LedgerCall> = {}): LedgerCall {
  calls += 1;
  const id = fields.id ?? `m-${String(calls).padStart(6, '0')}`;
  const conversationId = fields.conversationId ?? `c-${id}`;
  return {
    id,
    conversationId,
    modelKey: conversationId,
    at: Date.parse('2026-10-05T10:41:20Z'),
    bucket: '2026-10',
    user: ALICE,
    isConsole: false,
    tokens: { prompt: 10, completion: 5 },
    ...fields,
  };
}

/** With calls that a test may look at. */
export type ListedBlock = LedgerBlock & { readonly calls: readonly LedgerCall[] };

export function ledgerBlock(fields: Partial<ListedBlock> = {}): ListedBlock {
  return { bucket: '2026-10', calls: [], tokens: 0, units: 0n, hiddenCalls: 0, ...fields };
}
