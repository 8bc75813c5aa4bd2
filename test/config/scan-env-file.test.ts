import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignedVariables, scanEnvFile } from '../../src/config/scan-env-file.ts';

const doubtsOf = (text: string) =>
  scanEnvFile(text).assignments.flatMap(({ name, line, doubt }) =>
    doubt === undefined ? [] : [{ name, line, ...doubt }],
  );

describe('scanEnvFile', () => {
  it.each<[string, string, Record<string, string>]>([
    ['blank lines and comments', '\n  \n# A=1\n  # words\nB=2\n', { B: '2' }],
    ['export', 'export A=1\nexport=2\n', { A: '1', export: '2' }],
    ['blanks around the name and the value', ' A = b c  \n', { A: 'b c' }],
    ['tabs as blanks', '\tA\t=\t"b"\t# c\nB=\tc\t\n', { A: 'b', B: 'c' }],
    [
      'comments behind values',
      `A=b # c\nB="d" # e\nC= # f\nD='#'\n`,
      { A: 'b', B: 'd', C: '', D: '#' },
    ],
    [
      'no value',
      'A=\nB=""\nC=  \nexport D=\nexport E= \nF=1',
      { A: '', B: '', C: '', D: '', E: '', F: '1' },
    ],
    [
      'quotes over several lines',
      'A="b\n# c\nD=e"\nF=`g\n\'h"`\n',
      { A: 'b\n# c\nD=e', F: 'g\n\'h"' },
    ],
    [
      'breaks that are written out, between double quotes only',
      `A="b\\nc"\nD='e\\nf'`,
      { A: 'b\nc', D: 'e\\nf' },
    ],
    ['line breaks of Windows', 'A=1\r\nB="2\r\n3"\r\n', { A: '1', B: '2\n3' }],
    ['the last of several', 'A=1\nA=2\n', { A: '2' }],
  ])('knows %s', (_what, text, variables) => {
    const scanned = scanEnvFile(text);

    expect(assignedVariables(scanned)).toEqual(variables);
    expect(scanned.strayLines).toEqual([]);
    expect(doubtsOf(text)).toEqual([]);
  });

  it.each([
    'Some words',
    'DIFY_EMAIL: a@example.com',
    'DIFY_EMAIL: a@example.com=b',
    'export A',
    'A B=1',
    '=1',
    '"A"=1',
    '-----BEGIN KEY-----',
  ])('tells of %j, and loses nothing else', (line) => {
    const scanned = scanEnvFile(`# one\n"two"\nA="3\n4"\n${line}\nB=6\n`);

    expect(scanned.strayLines).toEqual([2, 5]);
    expect(assignedVariables(scanned)).toEqual({ A: '3\n4', B: '6' });
  });

  it.each([
    ['A=rec#orded', { kind: 'hash' }],
    ['A=#orded', { kind: 'hash' }],
    ['A="b', { kind: 'open_quote' }],
    ["A='b # c", { kind: 'open_quote' }],
    ['A="b"c', { kind: 'after_quote', line: 2 }],
    ['A="b"#c', { kind: 'after_quote', line: 2 }],
    ["A='it's'", { kind: 'after_quote', line: 2 }],
    ['A="b\\"c"', { kind: 'after_quote', line: 2 }],
    ['A="b\nC="d"', { kind: 'after_quote', line: 3 }],
  ])('doubts the value of %j', (text, doubt) => {
    expect(doubtsOf(`# one\n${text}\n`)).toEqual([{ name: 'A', line: 2, ...doubt }]);
  });

  it('reads a line in time that grows with its length alone', () => {
    const blanks = ' '.repeat(100_000);
    const startedAt = performance.now();
    const scanned = scanEnvFile(`A=b${blanks}c${blanks}\n`);

    // By its square it takes three to twenty seconds, and otherwise milliseconds.
    expect(performance.now() - startedAt).toBeLessThan(1500);
    expect(assignedVariables(scanned)).toEqual({ A: `b${blanks}c` });
  });

  it('finds in what it accepts the names and values that parseEnv finds', () => {
    const word = fc.stringMatching(/^[A-Za-z_#='"` \\n-]{0,8}$/);
    const blank = fc.constantFrom('', ' ', '  ');
    const name = fc.constantFrom('A', 'B_2', 'export', 'c.d-e');
    const line = fc.oneof(
      word,
      word.map((text) => `#${text}`),
      fc
        .tuple(fc.constantFrom('', ' ', 'export '), name, blank, blank, word)
        .map(([before, each, left, right, value]) => `${before}${each}${left}=${right}${value}`),
      fc
        .tuple(name, fc.constantFrom('"', "'", '`'), word, word, fc.constantFrom('', ' # c', ' '))
        .map(([each, quote, one, two, after]) => `${each}=${quote}${one}\n${two}${quote}${after}`),
    );
    const content = fc
      .tuple(fc.array(line, { maxLength: 6 }), fc.constantFrom('\n', '\r\n'))
      .map(([lines, lineBreak]) => `${lines.join('\n')}\n`.replaceAll('\n', lineBreak))
      // To parseEnv blanks alone, an indented comment, or one at the very end may be part of a name.
      .filter((text) => !/^ +(?:#|\r?$)/m.test(text))
      // Where nothing or blanks alone follow the =, parseEnv takes `export` for a part of the name, and
      // after blanks the next line for the value: seen in Node 22.23 and 24.21, not in 20.20.
      .filter((text) => !/^(?: *export [^=]*= *|[^=]*= +)\r?$/m.test(text));
    let accepted = 0;

    fc.assert(
      fc.property(content, (text) => {
        const { strayLines, assignments } = scanEnvFile(text);
        if (strayLines.length > 0 || assignments.some(({ doubt }) => doubt?.kind.endsWith('quote')))
          return;
        accepted += 1;
        expect(assignedVariables({ strayLines, assignments })).toEqual({ ...parseEnv(text) });
      }),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(300);
  });

  it('finds again each value that is written as it takes it', () => {
    const value = fc.string({ unit: fc.constantFrom(...'aB1#=\'" $\\:@') });
    const written = value
      .filter((text) => !text.includes('\\n'))
      .map((text) => ({
        text,
        line: text.includes('"')
          ? `\`${text}\``
          : text.includes('#')
            ? `"${text}"`
            : `'${text.replaceAll("'", '')}'`,
        plain: text.includes('"') || text.includes('#') ? text : text.replaceAll("'", ''),
      }));

    fc.assert(
      fc.property(fc.array(written, { minLength: 1, maxLength: 5 }), (values) => {
        const text = values.map(({ line }, index) => `V${index}=${line} # note`).join('\n');
        const { assignments, strayLines } = scanEnvFile(text);

        expect(strayLines).toEqual([]);
        expect(assignments).toEqual(
          values.map(({ plain }, index) => ({
            name: `V${index}`,
            value: plain,
            line: index + 1,
            doubt: undefined,
          })),
        );
      }),
    );
  });
});
