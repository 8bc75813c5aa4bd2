// What is shorter stands in many a text by chance, and protects nothing.
const SHORTEST = 6;
const REDACTED = '***';

/**
 * Takes secrets out of a text from elsewhere, also as JSON, percent-encoding and Base64 write them:
 * who answers may repeat the request, and its answer gets into files and logs.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap(formsOf).filter((form) => form.length >= SHORTEST);
  // The longest first: a form may be a part of another one.
  const ordered = [...new Set(forms)].toSorted((left, right) => right.length - left.length);
  return ordered.reduce((redacted, form) => redacted.replaceAll(form, REDACTED), text);
}

function formsOf(secret: string): string[] {
  const encoded = encodeURIComponent(secret);
  const escaped = escapeJson(secret);
  return [
    secret,
    escaped,
    escapeJson(escaped), // JSON in a text of JSON, such as a logged request in a message
    encoded,
    encoded.replaceAll('%20', '+'),
    encoded.replaceAll(/%../g, (octet) => octet.toLowerCase()),
    ...base64Forms(secret),
  ];
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
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
