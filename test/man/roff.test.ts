import { describe, expect, it } from 'vitest';
import { roffBold, roffEntry, roffLines, roffParagraphs, roffText } from '../../src/man/roff.ts';

describe('roffText', () => {
  it.each([
    ['--mode <mode>', '\\-\\-mode <mode>'],
    ['C:\\usage', 'C:\\eusage'],
    ['.env.example lists them', '\\&.env.example lists them'],
    ["'quoted' at the start", '\\(aqquoted\\(aq at the start'],
    ['"$fpath"', '\\(dq$fpath\\(dq'],
    ['~/.local and a^b and `x`', '\\(ti/.local and a\\(hab and \\(gax\\(ga'],
    ['Müller 東京 🙂', 'M\\[u00FC]ller \\[u6771]\\[u4EAC] \\[u1F642]'],
  ])('prints %s as it is', (text, roff) => {
    expect(roffText(text)).toBe(roff);
  });
});

describe('roffLines', () => {
  it('divides what is longer than 79 characters, and guards each line', () => {
    const text = `${'word '.repeat(15)}.env is read`;

    expect(roffLines(text)).toEqual([
      'word word word word word word word word word word word word word word word .env',
      'is read',
    ]);
    expect(roffLines(`${'word '.repeat(15)}xx .env is read`)).toEqual([
      'word word word word word word word word word word word word word word word xx',
      '\\&.env is read',
    ]);
  });

  it('keeps a word that is longer than a line', () => {
    expect(roffLines(`a ${'x'.repeat(100)} b`)).toEqual(['a', 'x'.repeat(100), 'b']);
  });

  it('has no line for no text', () => {
    expect(roffLines(' ')).toEqual([]);
  });
});

describe('roffEntry', () => {
  it('has the term in bold', () => {
    expect(roffEntry('-h', 'Help.')).toEqual(['.TP', '\\fB\\-h\\fR', 'Help.']);
  });

  it('needs no guard before a term that begins with a dot', () => {
    expect(roffBold('.env')).toBe('\\fB.env\\fR');
  });
});

describe('roffParagraphs', () => {
  it('divides at empty lines only', () => {
    expect(roffParagraphs('One\nstill one.\n\nTwo.')).toEqual(['One still one.', '.PP', 'Two.']);
  });
});
