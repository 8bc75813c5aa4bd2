import { describe, expect, it } from 'vitest';
import { receiverText } from '../../src/delivery/receiver-text.ts';

describe('receiverText', () => {
  it.each([
    ['{"success":true,"message":"received"}', 'received'],
    ['{"error":{"message":"bad period"}}', 'bad period'],
    ['{"error":"bad token"}', 'bad token'],
    ['{"title":"x","detail":"no such app"}', 'no such app'],
    ['{"code":7}', '{"code":7}'],
    ['plain words', 'plain words'],
    ['課金 🎉', '課金 🎉'],
  ])('finds the sentence in %s', (answer, text) => {
    expect(receiverText(answer)).toBe(text);
  });

  it.each(['', '  \n', '<html><body>502</body></html>'])('says nothing for %j', (answer) => {
    expect(receiverText(answer)).toBeUndefined();
  });

  it('removes what could disturb a terminal or a log', () => {
    expect(receiverText('a\u001b[31mred\r\nb\u202etfel\u0000\u2028c')).toBe('a [31mred b tfel c');
  });

  it('cuts what is too long', () => {
    const text = receiverText('あ'.repeat(100_000)) ?? '';

    expect(text).toHaveLength(500);
    expect(text.endsWith('あ…')).toBe(true);
  });

  it('does not cut a character in half', () => {
    expect(receiverText('😀'.repeat(501))).toBe(`${'😀'.repeat(499)}…`);
  });
});
