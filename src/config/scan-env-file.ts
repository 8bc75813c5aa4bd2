/** What an env file says, line by line; lines are counted from 1. */
export type ScannedEnvFile = {
  readonly assignments: readonly EnvAssignment[];
  /** Lines that are neither blank, nor a comment, nor an assignment. */
  readonly strayLines: readonly number[];
};

export type EnvAssignment = {
  readonly name: string;
  readonly value: string;
  readonly line: number;
  readonly doubt: EnvDoubt | undefined;
};

/** Why the value may not be what was meant. */
export type EnvDoubt =
  /** A comment cuts it off without a blank in front: `a#b`. */
  | { readonly kind: 'hash' }
  /** A quote that nothing closes; it is part of the value then. */
  | { readonly kind: 'open_quote' }
  /** Text after the closing quote, which is lost, as are the lines between two quotes that are no pair. */
  | { readonly kind: 'after_quote'; readonly line: number };

type Value = Pick<EnvAssignment, 'value' | 'doubt'> & {
  /** Where the rest of its last line begins, which nothing is read of. */
  readonly end: number;
};

const BLANK_OR_COMMENT = /[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
const ASSIGNMENT = /[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/y;
const COMMENT_OR_NOTHING = /(?:[ \t]+#[^\n]*|[ \t]*)(?:\n|$)/y;

/**
 * Reads the text of an env file as Node's `parseEnv` does where that loses nothing, and says where
 * it would: there a line that assigns nothing is part of the next variable's name.
 *
 * Tabs are blanks, and a comment may be indented, which `parseEnv` does not know. Line breaks are
 * LF or CRLF.
 */
export function scanEnvFile(content: string): ScannedEnvFile {
  const text = content.replaceAll('\r\n', '\n');
  const assignments: EnvAssignment[] = [];
  const strayLines: number[] = [];

  let line = 1;
  for (let start = 0; start < text.length; ) {
    let end = start;
    if (matchAt(BLANK_OR_COMMENT, text, start) === undefined) {
      const [all = '', name] = matchAt(ASSIGNMENT, text, start) ?? [];
      if (name === undefined) {
        strayLines.push(line);
      } else {
        const { end: valueEnd, ...value } = readValue(text, start + all.length, line);
        assignments.push({ name, line, ...value });
        end = valueEnd;
      }
    }
    const next = lineEnd(text, end) + 1;
    line += countLines(text, start, next);
    start = next;
  }
  return { assignments, strayLines };
}

/** The variables as they are assigned; the last one of a name counts. */
export function assignedVariables({
  assignments,
}: ScannedEnvFile): Readonly<Record<string, string>> {
  return Object.fromEntries(assignments.map(({ name, value }) => [name, value]));
}

function readValue(text: string, start: number, line: number): Value {
  const quote = text[start];
  if (quote !== '"' && quote !== "'" && quote !== '`') return readBareValue(text, start);

  const close = text.indexOf(quote, start + 1);
  if (close === -1) return { ...readBareValue(text, start), doubt: { kind: 'open_quote' } };
  const inside = text.slice(start + 1, close);
  const isClean = matchAt(COMMENT_OR_NOTHING, text, close + 1) !== undefined;
  const lastLine = line + countLines(text, start, close);
  return {
    value: quote === '"' ? inside.replaceAll('\\n', '\n') : inside,
    doubt: isClean ? undefined : { kind: 'after_quote', line: lastLine },
    end: close + 1,
  };
}

function readBareValue(text: string, start: number): Value {
  const end = lineEnd(text, start);
  const [value = ''] = text.slice(start, end).split('#', 1);
  const isCut = start + value.length < end;
  const isApart = /[ \t]/.test(text[start + value.length - 1] ?? '');
  return {
    // Without looking behind, each blank of a long run would be tried as the first one.
    value: value.replace(/(?<![ \t])[ \t]+$/, ''),
    doubt: isCut && !isApart ? { kind: 'hash' } : undefined,
    end,
  };
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

function countLines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) {
    count += 1;
  }
  return count;
}

function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | undefined {
  pattern.lastIndex = start;
  return pattern.exec(text) ?? undefined;
}
