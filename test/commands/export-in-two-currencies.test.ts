import { describe, expect, it } from 'vitest';
import { readBill } from '../support/bill.ts';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';

/** A workflow in whose rows both currencies are seen, and a chat app that runs on gpt-4o today. */
function twoCurrencies(version: string, savedAt: string) {
  const build = worldBuilder(version);
  build.run(build.app('workflow', { name: 'flow' }), {
    nodes: [llm(), llm({ model: 'deepseek-chat' })],
  });
  const chat = build.app('chat', { name: 'chat', model: 'gpt-4o' });
  if (chat.modelConfig) chat.modelConfig.updatedAtUs = Date.parse(savedAt) * 1000;
  return { build, chat };
}

describe('a conversation that began on another model than its app has now', () => {
  it.each(['per_app', 'workspace', 'both', 'per_model', 'all'] as const)(
    'is billed in the currency of its own, in mode %s',
    async (mode) => {
      const { build, chat } = twoCurrencies('1.14.2', '2026-09-15T00:00:00Z');
      const conversation = build.conversation(chat, {
        model: 'deepseek-chat',
        at: '2026-09-10T00:00:00Z',
      });
      build.message(chat, {
        conversation,
        at: '2026-10-05T10:00:00Z',
        promptTokens: 1_000_000,
        completionTokens: 100_000,
      });

      const { apps, workspace, models, bill } = await readBill(build, { mode, strict: true });

      expect(bill.objections).toEqual([]);
      const chatLines = apps.filter((line) => line.includes('chat'));
      if (mode === 'per_app' || mode === 'both' || mode === 'all') {
        expect(chatLines).toEqual(['2026-10 chat 1100000 2.8000000 CNY']);
      }
      if (mode === 'workspace') expect(workspace).toContain('2026-10 1100015 2.8000600 CNY');
      if (mode === 'per_model') expect(models.join()).toMatch(/: 1000000 \+ .* CNY/);
    },
  );

  it('is not billed as certain where nobody can tell its model', async () => {
    const { build, chat } = twoCurrencies('1.12.1', '2026-10-20T00:00:00Z');
    build.message(chat, { promptTokens: 7, completionTokens: 3, price: '0.1234567' });

    const { bill } = await readBill(build, { mode: 'per_app', strict: true });

    expect(bill.objections).toEqual(['assumed_values']);
  });
});

describe('a model that only its price tells', () => {
  it('is assumed when it is priced in another currency than the present one', async () => {
    const { build, chat } = twoCurrencies('1.12.1', '2026-10-20T00:00:00Z');
    build.message(chat, { promptTokens: 1000, completionTokens: 100, price: '0.0028000' });

    const { bill, models } = await readBill(build, { mode: 'per_model', strict: true });

    expect(models.join()).toContain('deepseek-chat');
    expect(bill.objections).toEqual(['assumed_values']);
  });
});

it('a currency that is blank is that of a row which names none', async () => {
  const build = worldBuilder('1.14.2');
  build.run(build.app('workflow', { name: 'flow' }), { nodes: [llm()] });
  for (const { row } of build.world.nodes) {
    const metadata = Object(row['execution_metadata']);
    if ('currency' in metadata) metadata.currency = ' ';
  }

  expect((await readBill(build)).apps).toEqual(['2026-10 flow 15 0.0000750 USD']);
});
