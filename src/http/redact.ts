import { MASK } from '../text/mask-token.ts';

// What is shorter stands in many a text by chance, and protects nothing.
const SHORTEST = 6;

/** Before an escape of JSON in JSON, in JSON … ; bounded, so that a long row of them costs little. */
const BACKSLASHES = '\\\\{0,8}';

/** What HTML has names for and templates escape. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};

/**
 * Takes secrets out of a text from elsewhere: who answers may repeat the request, and its answer gets
 * into files and logs. Each character may be written as JSON, percent-encoding or HTML write it, since
 * no two of those who do agree on which characters need it; the whole also as Base64.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .flatMap((secret) => [secret, ...base64Forms(secret)])
    .filter((form) => form.length >= SHORTEST);
  // The longest first: a form may be a part of another one.
  const ordered = [...new Set(forms)].toSorted((left, right) => right.length - left.length);
  return ordered.reduce((redacted, form) => redacted.replaceAll(patternOf(form), MASK), text);
}

function patternOf(form: string): RegExp {
  const pieces = form.match(/\\+|[^\\]/gu) ?? [];
  return new RegExp(
    pieces.map((piece, at) => waysToWrite(piece, pieces[at - 1] ?? '')).join(''),
    'gu',
  );
}

/** Of one character, or of a row of backslashes, which takes those before the next character along. */
function waysToWrite(piece: string, before: string): string {
  const [character = ''] = piece;
  const encoded = waysToEncode(character).join('|');
  if (character === '\\') {
    const count = piece.length;
    return `(?:\\\\{${count},${8 * (count + 1)}}|(?:${encoded}){${count}})`;
  }
  const prefix = before.startsWith('\\') ? '' : BACKSLASHES;
  return `(?:${prefix}${literally(character)}|${encoded})`;
}

function waysToEncode(character: string): string[] {
  const octets = [...Buffer.from(character)].map((octet) => `%${hex(octet, 2)}`);
  const units = character.split('').map((unit) => `\\\\{1,8}u${hex(unit.charCodeAt(0), 4)}`);
  const point = character.codePointAt(0) ?? 0;
  const entity = ENTITIES[character];
  return [
    octets.join(''),
    units.join(''),
    `&#0{0,6}${point};`,
    `&#[xX]0{0,6}${hex(point, 1)};`,
    ...(entity === undefined ? [] : [`&${entity};`]),
    ...(character === ' ' ? ['\\+'] : []),
  ];
}

/** In either case. */
function hex(value: number, digits: number): string {
  const text = value.toString(16).padStart(digits, '0');
  return text.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function literally(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Base64 of a text that contains the secret depends on how many bytes stand before it. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    // A character that holds bits of what stands before or after the secret is not its own.
    const ownEnd = Math.floor(((before + bytes.length) * 8) / 6);
    const own = text.slice(Math.ceil((before * 8) / 6), ownEnd);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
