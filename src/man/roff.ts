/** Characters that roff gives a meaning of its own, or another shape than the one to be typed. */
const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '"': '\\(dq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
};

const LONGEST_LINE = 79;

/** Text that roff prints as it is, and a reader can copy; on one line. */
export function roffText(text: string): string {
  const escaped = text.replace(/[\\\-'"`^~]/g, (character) => SPECIAL[character] ?? character);
  const ascii = escaped.replace(/[^\t -~]/gu, toCodePoint);
  return ascii.startsWith('.') ? `\\&${ascii}` : ascii;
}

/** The same on as many lines as it takes; roff fills them anew. */
export function roffLines(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && roffText(longer).length > LONGEST_LINE) {
      lines.push(roffText(line));
      line = word;
    } else {
      line = longer;
    }
  }
  return line === '' ? lines : [...lines, roffText(line)];
}

function toCodePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `\\[u${hex.padStart(4, '0')}]`;
}

/** Bold, as what is typed literally is. */
export function roffBold(text: string): string {
  return `\\fB${roffText(text).replace(/^\\&/, '')}\\fR`;
}

export function roffSection(title: string, lines: readonly string[]): readonly string[] {
  return [`.SH ${title}`, ...lines];
}

/** A term and, indented below it, what it means. */
export function roffEntry(term: string, meaning: string): readonly string[] {
  return ['.TP', roffBold(term), ...roffLines(meaning)];
}

/** Text in paragraphs, divided by empty lines. */
export function roffParagraphs(text: string): readonly string[] {
  return text
    .split(/\n{2,}/)
    .flatMap((paragraph, at) => [...(at === 0 ? [] : ['.PP']), ...roffLines(paragraph)]);
}
