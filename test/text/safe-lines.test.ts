import { expect, it } from 'vitest';
import { safeLines } from '../../src/text/safe-lines.ts';

it.each([
  ['{\n\t"name": "経費 👨‍👩‍👧"\n}\n', '{\n\t"name": "経費 👨‍👩‍👧"\n}\n'],
  ['\u001b]0;title\u0007', '\\u001b]0;title\\u0007'],
  ['\u009b31m', '\\u009b31m'],
  ['over\rwritten', 'over\\u000dwritten'],
  ['user\u202eexe.pdf', 'user\\u202eexe.pdf'],
  ['hidden\u{e0041}', 'hidden\\u{e0041}'],
])('shows %j as it can be shown', (text, shown) => {
  expect(safeLines(text)).toBe(shown);
});
