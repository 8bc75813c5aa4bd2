import { InvalidSetting } from './invalid-setting.ts';
import { quote } from './quote.ts';
import type { SecretReference } from './secret-reference.ts';

/** Takes what a reference names out of the text of the secret. */
export function readReferencedSecret(text: string, { secretId, key }: SecretReference): string {
  const value = key === undefined ? readWhole(text, secretId) : readKey(text, secretId, key);
  if (value !== '') return value;
  throw new InvalidSetting(`${placeOf(secretId, key)} is empty.`, 'Write the secret into it.');
}

function readWhole(text: string, secretId: string): string {
  // In an env file the # of a reference begins a comment, and the key is gone without a trace.
  if (parseObject(text) !== undefined) {
    throw new InvalidSetting(
      `The secret ${quote(secretId)} is a JSON object, and the reference names no key of it.`,
      'Add #KEY to the reference; in an env file write it between double quotes.',
    );
  }
  // A secret that was made from a file ends with the line break of the file.
  return text.replace(/\r?\n$/, '');
}

function readKey(text: string, secretId: string, key: string): string {
  const fields = parseObject(text);
  if (fields === undefined) {
    throw new InvalidSetting(
      `The secret ${quote(secretId)} is no JSON object, so that it has no key ${quote(key)}.`,
      `Leave #${key} out to use the secret as it is, or store it as key/value pairs.`,
    );
  }
  const value = fields.get(key);
  if (typeof value === 'string') return value;
  if (value === undefined) {
    throw new InvalidSetting(
      `The secret ${quote(secretId)} has no key ${quote(key)}.`,
      'Upper and lower case count: compare it with the keys that AWS Secrets Manager shows.',
    );
  }
  throw new InvalidSetting(
    `${placeOf(secretId, key)} is no text.`,
    'Write the value between double quotes in the JSON of the secret.',
  );
}

function parseObject(text: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined; // JSON.parse repeats a part of the text in its message.
  }
}

function placeOf(secretId: string, key: string | undefined): string {
  const secret = `the secret ${quote(secretId)}`;
  return key === undefined ? `T${secret.slice(1)}` : `The key ${quote(key)} of ${secret}`;
}
