import { describe, expect, it } from 'vitest';
import { findUnsaid, readSources } from '../support/find-unsaid.ts';

/** One mistake on each of the lines that begin with `const wrong`, and on no other. */
const MISTAKES = `
import { type Message, message, type Text } from './language/message.ts';
declare const text: Text;
declare const texts: readonly Text[];
declare const maybe: Message | undefined;
const names: readonly string[] = ['a'];
const wrong1 = \`It is \${message('damage_empty')}.\`;
const wrong2 = 'It is ' + text;
const wrong3 = texts.join(', ');
const wrong4 = String(text);
const wrong5 = \`\${names.map((name) => \`\${name} \${maybe}\`).length}\`;
export const right = \`\${names.join()} \${1 + 2} \${typeof text === 'string' ? text : text.code}\`;
export const wrong = [wrong1, wrong2, wrong3, wrong4, wrong5];
`;

describe('a message', () => {
  it('becomes a part of no string without being said', { timeout: 120_000 }, () => {
    const sources = readSources();
    const mistaken = new Map([...sources, ['mistakes.ts', MISTAKES]]);

    expect(sources.size).toBeGreaterThan(400);
    expect(findUnsaid(mistaken)).toEqual([7, 8, 9, 10, 11].map((line) => `mistakes.ts:${line}`));
  });
});
