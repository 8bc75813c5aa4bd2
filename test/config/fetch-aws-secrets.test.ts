import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { fetchAwsSecrets } from '../../src/config/fetch-aws-secrets.ts';
import { InvalidSetting } from '../../src/config/invalid-setting.ts';
import { sayInEnglish } from '../../src/language/say.ts';
import {
  awsError,
  type SecretAnswer,
  secretString,
  startFakeSecretsManager,
} from '../support/fake-secrets-manager.ts';

const SESSION_TOKEN = 'session-token-canary';
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret-access-key-canary',
  AWS_SESSION_TOKEN: SESSION_TOKEN,
};
/** Nothing of this machine must answer in place of what a test gives. */
const NO_OTHER_SOURCES = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};
const NAMES = Object.keys({ ...CREDENTIALS, ...NO_OTHER_SOURCES, AWS_REGION: '' });

let before: Record<string, string | undefined> = {};

beforeEach(() => {
  before = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));
  delete process.env['AWS_REGION'];
  Object.assign(process.env, CREDENTIALS, NO_OTHER_SOURCES);
});

// The AWS SDK reads the environment of the process, which other tests share.
afterEach(() => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

async function startWith(answers: Readonly<Record<string, SecretAnswer>>) {
  const server = await startFakeSecretsManager(answers);
  onTestFinished(() => server.close());
  return { server, config: { region: 'ap-northeast-1', endpoint: server.endpoint } };
}

/** Why the secret `dify` is not handed out with this answer. */
async function refusal(answer: SecretAnswer): Promise<InvalidSetting> {
  const { config } = await startWith({ dify: answer });
  const secret = (await fetchAwsSecrets(['dify'], config, UNSTOPPED)).get('dify');
  if (secret instanceof InvalidSetting) return secret;
  throw new Error('The secret was handed out');
}

const UNSTOPPED = new AbortController().signal;

describe('fetchAwsSecrets', () => {
  it('ends with the reason of the signal while a service does not answer', async () => {
    const { config } = await startWith({ dify: { hangs: true, body: '' } });
    const stop = new AbortController();
    const asked = fetchAwsSecrets(['dify'], config, stop.signal);
    setTimeout(() => stop.abort(new Error('Stopped')), 300);

    await expect(asked).rejects.toThrow('Stopped');
  }, 4000);

  it('asks for each secret with a signature for the region', async () => {
    const { server, config } = await startWith({
      'prod/dify': secretString('{"pw":"x"}'),
      token: secretString('tok'),
    });

    const secrets = await fetchAwsSecrets(['prod/dify', 'token'], config, UNSTOPPED);

    expect(new Map(secrets)).toEqual(
      new Map([
        ['prod/dify', '{"pw":"x"}'],
        ['token', 'tok'],
      ]),
    );
    expect(server.requests.map(({ secretId }) => secretId).toSorted()).toEqual([
      'prod/dify',
      'token',
    ]);
    for (const { headers } of server.requests) {
      expect(headers['x-amz-target']).toBe('secretsmanager.GetSecretValue');
      expect(headers.authorization).toMatch(
        /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/ap-northeast-1\/secretsmanager\/aws4_request, SignedHeaders=\S+, Signature=[0-9a-f]{64}$/,
      );
    }
  });

  it.each<[string, number, SecretAnswer, string]>([
    ['is not there', 78, awsError('ResourceNotFoundException', 'gone'), 'has no secret "dify"'],
    ['is to be deleted', 78, awsError('InvalidRequestException', 'marked'), 'has no secret "dify"'],
    ['is binary', 78, { body: { SecretBinary: 'c2VjcmV0' } }, 'is binary'],
    ['is not allowed', 77, awsError('AccessDeniedException', 'User: x'), 'AWS refused'],
    ['cannot be decrypted', 77, awsError('DecryptionFailure', 'kms'), 'AWS refused'],
    ['is asked by nobody known', 77, awsError('UnrecognizedClientException', 'x'), 'AWS refused'],
    ['is behind a proxy that refuses', 77, { status: 403, body: 'no' }, 'HTTP 403'],
    ['is no text', 78, { body: { SecretString: 12_345 } }, 'does not speak as AWS'],
    ['is a list', 78, { body: { SecretString: ['s'] } }, 'does not speak as AWS'],
    ['is null', 78, { body: { SecretString: null } }, 'is binary'],
    ['answers with a page', 78, { body: '<html></html>' }, 'does not speak as AWS'],
    ['is asked for too often', 69, awsError('ThrottlingException', 'Rate exceeded'), 'now (Thro'],
    ['is on a server that fails', 69, awsError('InternalServiceError', '', 500), 'HTTP 500'],
    ['is behind a gateway that fails', 69, { status: 502, body: '<html>' }, 'HTTP 502'],
  ])('says by whose fault it is that a secret %s', async (_what, status, answer, problem) => {
    const refused = await refusal(answer);

    expect(refused.status ?? 78).toBe(status);
    expect(sayInEnglish(refused.problem)).toContain(problem);
    expect(sayInEnglish(refused.cure)).not.toBe('');
  });

  it('repeats nothing of what an answer says', async () => {
    const refused = await refusal(awsError('AccessDeniedException', `token ${SESSION_TOKEN}`));

    expect(refused.message).not.toContain(SESSION_TOKEN);
  });

  it('calls a service that nobody listens for temporary', async () => {
    const { server, config } = await startWith({});
    await server.close();

    const secret = (await fetchAwsSecrets(['dify'], config, UNSTOPPED)).get('dify');

    expect(secret).toMatchObject({ status: 69 });
    expect(secret).toMatchObject({ message: expect.stringContaining('ECONNREFUSED') });
  });

  it('calls a service that does not answer temporary, and does not wait for ever', async () => {
    const { server, config } = await startWith({ dify: { hangs: true, body: '' } });

    const secret = (await fetchAwsSecrets(['dify'], config, UNSTOPPED, 200)).get('dify');

    expect(secret).toMatchObject({ status: 69 });
    expect(secret).toMatchObject({ message: expect.stringContaining('ETIMEDOUT') });
    // On a busy machine an attempt may end before the service has heard of it.
    expect(server.requests.length).toBeLessThanOrEqual(3);
  });

  it('says that the region is missing', async () => {
    const secrets = await fetchAwsSecrets(
      ['dify'],
      { region: undefined, endpoint: undefined },
      UNSTOPPED,
    );

    expect(secrets.get('dify')).toMatchObject({
      message: 'The AWS region of the secret "dify" is not known. Set AWS_REGION.',
      status: undefined,
    });
  });

  it('says that there are no credentials', async () => {
    for (const name of Object.keys(CREDENTIALS)) delete process.env[name];
    const { config } = await startWith({});

    expect((await fetchAwsSecrets(['dify'], config, UNSTOPPED)).get('dify')).toMatchObject({
      message: expect.stringMatching(
        /^There are no AWS credentials to read the secret "dify" with\./,
      ),
      status: undefined,
    });
  });
});
