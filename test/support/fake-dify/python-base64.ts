/**
 * What Python's `b64decode` and a strict UTF-8 decoder make of a text, undefined if they fail:
 * characters outside the alphabet are dropped, reading ends where the padding is complete,
 * and only then is an incomplete group a mistake.
 */
export function decodePythonBase64(text: string): string | undefined {
  const data = readData(text);
  if (data === undefined) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data, 'base64'));
  } catch {
    return undefined;
  }
}

function readData(text: string): string | undefined {
  let data = '';
  let pads = 0;
  for (const character of text) {
    if (character > '\x7f') return undefined;
    if (character === '=') {
      pads += 1;
      if (data.length % 4 >= 2 && (data.length % 4) + pads >= 4) return data;
    } else if (/[A-Za-z0-9+/]/.test(character)) {
      data += character;
      pads = 0;
    }
  }
  return data.length % 4 === 0 ? data : undefined;
}
