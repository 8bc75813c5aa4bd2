import { expect, it } from 'vitest';
import { MESSAGE } from '../../src/cache/message-fact-kinds.ts';
import { rememberMessages } from '../../src/cache/remember-messages.ts';
import { factsInMemory } from '../support/facts-in-memory.ts';

const FIRST = message('a', 10);
const SECOND = message('b', 20);

it('keeps a message once, and writes only what is new or has changed', () => {
  const facts = countingFacts();
  const first = rememberMessages(facts, 100);
  first.replace('c', 0, [FIRST]);
  const later = rememberMessages(facts, 200);
  later.replace('c', 0, [SECOND, FIRST]);
  later.replace('d', 0, [FIRST]);

  expect(later.list('c')).toEqual([SECOND, FIRST]);
  expect(rememberMessages(facts, 300).list('c')).toEqual([SECOND, FIRST]);
  expect(facts.puts).toEqual(['c a', 'c b', 'd a']);

  later.replace('c', 0, [SECOND, { ...FIRST, answer_tokens: 7 }]);

  expect(later.list('c')).toMatchObject([SECOND, { answer_tokens: 7 }]);
  expect(facts.puts.at(-1)).toBe('c a');
});

it('forgets what a list does not show any more, and nothing before the list began', () => {
  const messages = rememberMessages(factsInMemory(), 100);
  messages.replace('c', 0, [SECOND, FIRST]);

  messages.replace('c', 15, []);
  expect(messages.list('c')).toEqual([FIRST]);

  messages.replace('c', 15, [SECOND]);
  expect(messages.list('c')).toEqual([SECOND, FIRST]);
});

function message(id: string, created_at: number) {
  return { id, created_at, workflow_run_id: null, message_tokens: 10, answer_tokens: 5 };
}

function countingFacts() {
  const facts = factsInMemory();
  const puts: string[] = [];
  const put: typeof facts.put = (kind, value) => {
    if (kind.name === MESSAGE.name) puts.push(JSON.parse(kind.idOf(value)).join(' '));
    facts.put(kind, value);
  };
  return { ...facts, put, puts };
}
