import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { quote } from './quote.ts';
import type { SecretReference } from './secret-reference.ts';

/** Takes what a reference names out of the text of the secret. */
export function readReferencedSecret(text: string, { secretId, key }: SecretReference): string {
  const value = key === undefined ? readWhole(text, secretId) : readKey(text, secretId, key);
  if (value !== '') return value;
  const secret = quote(secretId);
  throw new InvalidSetting(
    key === undefined
      ? message('secret_empty_problem', { secret })
      : message('secret_key_empty_problem', { secret, key: quote(key) }),
    message('secret_empty_cure'),
  );
}

function readWhole(text: string, secretId: string): string {
  // In an env file the # of a reference begins a comment, and the key is gone without a trace.
  if (parseObject(text) !== undefined) {
    throw new InvalidSetting(
      message('secret_object_problem', { secret: quote(secretId) }),
      message('secret_object_cure'),
    );
  }
  // A secret that was made from a file ends with the line break of the file.
  return text.replace(/\r?\n$/, '');
}

function readKey(text: string, secretId: string, key: string): string {
  const place = { secret: quote(secretId), key: quote(key) };
  const fields = parseObject(text);
  if (fields === undefined) {
    throw new InvalidSetting(
      message('secret_no_object_problem', place),
      message('secret_no_object_cure', { key }),
    );
  }
  const value = fields.get(key);
  if (typeof value === 'string') return value;
  if (value === undefined) {
    throw new InvalidSetting(
      message('secret_no_key_problem', place),
      message('secret_no_key_cure'),
    );
  }
  throw new InvalidSetting(
    message('secret_no_text_problem', place),
    message('secret_no_text_cure'),
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
