import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';

/** Where a secret stands in AWS Secrets Manager: `aws-sm:SECRET_ID` or `aws-sm:SECRET_ID#KEY`. */
export type SecretReference = {
  /** A name or an ARN. */
  readonly secretId: string;
  /** The field of the JSON object that the secret is; undefined: the secret as it is. */
  readonly key: string | undefined;
};

const SCHEME = 'aws-sm:';

export function isSecretReference(text: string): boolean {
  return text.trimStart().startsWith(SCHEME); // blanks around it are taken off when it is parsed
}

export function parseSecretReference(text: string): SecretReference {
  // A name cannot contain #, and a key may.
  const [, secretId = '', key] = /^aws-sm:([^#]*)(?:#(.*))?$/s.exec(text.trim()) ?? [];
  if (/^[\w/+=.@:-]{1,2048}$/.test(secretId) && key !== '') return { secretId, key };
  throw new InvalidSetting(message('reference_problem'), message('reference_cure'));
}

export function formatSecretReference({ secretId, key }: SecretReference): string {
  return key === undefined ? `${SCHEME}${secretId}` : `${SCHEME}${secretId}#${key}`;
}
