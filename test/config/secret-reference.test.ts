import { describe, expect, it } from 'vitest';
import { InvalidSetting } from '../../src/config/invalid-setting.ts';
import { readReferencedSecret } from '../../src/config/read-referenced-secret.ts';
import { isSecretReference, parseSecretReference } from '../../src/config/secret-reference.ts';

const ARN = 'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:prod/dify-a1b2c3';

describe('parseSecretReference', () => {
  it.each([
    ['aws-sm:prod/dify', { secretId: 'prod/dify', key: undefined }],
    ['aws-sm:prod/dify#PASSWORD', { secretId: 'prod/dify', key: 'PASSWORD' }],
    ['aws-sm:prod/dify#a#b c', { secretId: 'prod/dify', key: 'a#b c' }],
    [`aws-sm:${ARN}#pw`, { secretId: ARN, key: 'pw' }],
  ])('reads %s', (text, reference) => {
    expect(parseSecretReference(text)).toEqual(reference);
  });

  it.each(['aws-sm:', 'aws-sm:#key', 'aws-sm:prod/dify#', 'aws-sm:two words#key'])(
    'refuses %s',
    (text) => {
      expect(() => parseSecretReference(text)).toThrow('Write aws-sm:SECRET_ID');
    },
  );

  it('tells a reference from a secret', () => {
    expect(isSecretReference('aws-sm:x')).toBe(true);
    expect(isSecretReference(' \taws-sm:x')).toBe(true);
    expect(isSecretReference('my-aws-sm:x')).toBe(false);
  });
});

describe('readReferencedSecret', () => {
  const read = (text: string, key?: string) =>
    readReferencedSecret(text, { secretId: 'prod/dify', key });

  it('takes the secret as it is, without the line break of a file', () => {
    expect(read('pa ss#1\n')).toBe('pa ss#1');
  });

  it('takes one key out of a JSON secret', () => {
    expect(read('{"user":"u","pw":"p \\u00e4\\n"}', 'pw')).toBe('p ä\n');
  });

  it.each<[string, string, string | undefined, string]>([
    ['a missing key', '{"pw":"canary"}', 'PW', 'has no key "PW"'],
    ['a key that every object has', '{"pw":"canary"}', 'constructor', 'has no key'],
    ['a key of what is no JSON', 'canary', 'pw', 'no JSON object'],
    ['a key of a list', '["canary"]', '0', 'no JSON object'],
    ['a number, whose zeros JSON forgets', '{"pw":123}', 'pw', 'no text'],
    ['an object without a key', '{"pw":"canary"}', undefined, 'names no key'],
    ['an empty secret', '\n', undefined, 'The secret "prod/dify" is empty'],
    ['an empty key', '{"pw":""}', 'pw', 'The key "pw" of the secret "prod/dify" is empty'],
  ])('refuses %s and shows nothing of the secret', (_what, text, key, problem) => {
    const refuse = () => read(text, key);

    expect(refuse).toThrow(InvalidSetting);
    expect(refuse).toThrow(problem);
    expect(refuse).not.toThrow('canary');
  });
});
