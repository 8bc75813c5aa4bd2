const MAX_CHARACTERS = 500;

/** Anything that could move a cursor, break a log line or turn the reading direction round. */
const HARMFUL = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/**
 * What the receiver says, in a form that can be stored and shown: its text is not ours to
 * trust. Undefined when it says nothing a person could use, such as a page of HTML.
 */
export function receiverText(answer: string): string | undefined {
  const clean = (findMessage(answer) ?? answer)
    .replaceAll(HARMFUL, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (clean === '' || clean.startsWith('<')) return undefined;

  const characters = [...clean.slice(0, 2 * (MAX_CHARACTERS + 1))];
  if (characters.length <= MAX_CHARACTERS) return clean;
  return `${characters.slice(0, MAX_CHARACTERS - 1).join('')}…`;
}

/** The sentence in the usual shapes of JSON errors, RFC 9457 among them. */
function findMessage(answer: string): string | undefined {
  const value = parseObject(answer);
  const error = 'error' in value ? value.error : undefined;
  const nested = typeof error === 'object' && error !== null ? error : {};
  const candidates = [
    'message' in value ? value.message : undefined,
    'message' in nested ? nested.message : undefined,
    error,
    'detail' in value ? value.detail : undefined,
  ];
  return candidates.find((text) => typeof text === 'string' && text !== '')?.toString();
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
