import { expect, it } from 'vitest';
import { fencedBlocks } from '../support/documents/fenced-blocks.ts';

it('a block knows its section, its line and why it is not run', () => {
  const markdown = [
    '## Install',
    '1. First:',
    '',
    '   <!-- not run by the tests: needs root -->',
    '   ```sh',
    '   ## no heading',
    '   reboot',
    '   ```',
  ].join('\n');

  expect(fencedBlocks(markdown)).toEqual([
    {
      language: 'sh',
      text: '## no heading\nreboot',
      line: 5,
      section: 'Install',
      notRun: 'needs root',
    },
  ]);
});

it.each([
  ['```sh\ntrue\n```', undefined],
  ['<!-- not run by the tests -->\n```sh\ntrue\n```', ''],
  ['<!-- not run by the tests: -->\n```sh\ntrue\n```', ''],
  ['<!-- another remark -->\n```sh\ntrue\n```', undefined],
])('%j is marked with %j', (markdown, reason) => {
  expect(fencedBlocks(markdown).map(({ notRun }) => notRun)).toEqual([reason]);
});

it('a block without an end is a mistake of the document', () => {
  expect(() => fencedBlocks('```sh\ntrue\n')).toThrow('The block of line 1 has no end');
});
