import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Errors that people are told of: whatever they say has to be a message. */
const TOLD =
  /new (?:CommandLineError|DifyError|InvalidArgumentError|InvalidSetting|LockedError|NetworkError|PeriodError|ProxyError|SegmentError|SpoolEntryError|SpoolFullError|StateDirectoryError|TlsError)\(/g;

/** What stands before the text: a code such as 'setup', a name, a path. */
const CODE_OR_NAME = /^(?:'[a-z_]+'|[\w.]+)$/;

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join('src', file));

describe('the source', () => {
  it('tells no error in words that no catalogue has', () => {
    const strays = files.flatMap((file) => {
      const source = readFileSync(file, 'utf8');
      return [...source.matchAll(TOLD)]
        .map(({ index, 0: head }) => source.slice(index + head.length, index + head.length + 200))
        .filter(hasWordsOfItsOwn)
        .map((rest) => `${file}: ${rest.slice(0, 80)}`);
    });

    expect(files.length).toBeGreaterThan(400);
    expect(strays).toEqual([]);
  });
});

function hasWordsOfItsOwn(rest: string): boolean {
  const args = rest.split(/,\s/).map((arg) => arg.trim());
  const text = args.find((arg) => !CODE_OR_NAME.test(arg)) ?? '';
  return /^[`'"]/.test(text);
}
