import { describe, expect, it } from 'vitest';
import { findAgentModel } from '../../src/dify/node-model.ts';

const GPT = { provider: 'openai', model: 'gpt-4o' };
const MINI = { provider: 'openai', model: 'gpt-4o-mini' };

describe('findAgentModel', () => {
  it('finds the selected model under whatever name the strategy gives it', () => {
    expect(findAgentModel({ query: 'go', my_llm: GPT }, [])).toEqual({
      provider: 'openai',
      name: 'gpt-4o',
    });
  });

  it('takes the model whose thoughts are logged when none or several are selected', () => {
    const log = [
      { label: 'ROUND 1', metadata: { provider: 'openai' } },
      { label: 'gpt-4o Thought', metadata: { provider: 'openai' } },
      { label: 'gpt-4o Thought', metadata: { provider: 'openai' } },
    ];
    const model = { provider: 'openai', name: 'gpt-4o' };

    expect(findAgentModel({}, log)).toEqual(model);
    expect(findAgentModel({ first: GPT, second: MINI }, log)).toEqual(model);
  });

  it('finds none when several models thought', () => {
    const log = ['gpt-4o', 'gpt-4o-mini'].map((name) => ({
      label: `${name} Thought`,
      metadata: { provider: 'openai' },
    }));

    expect(findAgentModel({ first: GPT, second: MINI }, log)).toBeUndefined();
  });

  it.each([[undefined], [null], ['text'], [[null, 7]], [{ a: { provider: '', model: '' } }]])(
    'finds none in the inputs %j',
    (inputs) => {
      expect(findAgentModel(inputs, { agent_backend: {} })).toBeUndefined();
    },
  );
});
