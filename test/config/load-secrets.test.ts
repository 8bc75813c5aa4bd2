import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import type { AwsConfig } from '../../src/config/fetch-aws-secrets.ts';
import type { Environment } from '../../src/config/find-setting.ts';
import { InvalidSetting } from '../../src/config/invalid-setting.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { type ConfigNeeds, loadSettings } from '../../src/config/load-settings.ts';
import { rememberSecrets } from '../../src/config/remember-secrets.ts';
import { toldNotices, toldRefusal } from '../support/told-config.ts';

const ENV = {
  DIFY_API_BASE_URL: 'http://localhost',
  DIFY_EMAIL: 'billing@example.com',
  EXTERNAL_API_URL: 'https://billing.example.com/v1/usage',
  EXTERNAL_API_TOKEN: 'tok-123',
  HOME: '/home/ops',
};
const CREDENTIALS_DIRECTORY = '/run/credentials/dify-usage.service';

type Given = {
  readonly env?: Environment;
  readonly envFile?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string | InvalidSetting>>;
  readonly needs?: ConfigNeeds;
};

function stage({ env = {}, envFile, files = {}, secrets = {}, needs }: Given) {
  const asked: (readonly [ids: readonly string[], config: AwsConfig])[] = [];
  const contents: Readonly<Record<string, string | undefined>> = { '/env': envFile, ...files };
  const sources = {
    env: { ...ENV, ...env },
    flags: envFile === undefined ? {} : { envFile: '/env' },
    needs: needs ?? { dify: true, receiver: true },
    readFile(path: string): string {
      const content = contents[path];
      if (content === 'EACCES')
        throw Object.assign(new Error(), { code: 'EACCES', syscall: 'open' });
      if (content !== undefined) return content;
      throw Object.assign(new Error(`ENOENT ${path}`), { code: 'ENOENT', syscall: 'open' });
    },
    async fetchSecrets(ids: readonly string[], config: AwsConfig) {
      asked.push([ids, config]);
      return new Map(ids.map((id) => [id, secrets[id] ?? new InvalidSetting('None.', 'Make it.')]));
    },
  };
  return { sources, asked };
}

async function passwordOf(given: Given): Promise<string | undefined> {
  const { reader, dify } = await loadSettings(stage(given).sources);
  expect(reader.problems).toEqual([]);
  return dify?.credential.kind === 'password' ? dify.credential.password : undefined;
}

async function refuse(given: Given) {
  const error = await loadConfig(stage(given).sources).catch((caught: unknown) => caught);
  if (error instanceof ConfigError) return toldRefusal(error);
  throw new Error('The configuration was accepted');
}

describe('a secret in $CREDENTIALS_DIRECTORY', () => {
  const env = { CREDENTIALS_DIRECTORY };
  const at = (name: string) => `${CREDENTIALS_DIRECTORY}/${name}`;

  it.each(['DIFY_PASSWORD', 'dify_password'])('is the file %s', async (name) => {
    expect(await passwordOf({ env, files: { [at(name)]: 'from systemd\n' } })).toBe('from systemd');
  });

  it('is outranked by the variable and by the file it names, with a notice', async () => {
    const files = { [at('DIFY_PASSWORD')]: 'from systemd', '/pw': 'from file' };
    const outranked = [{ code: 'credential_outranked', variable: 'DIFY_PASSWORD' }];

    const given = { files, env: { ...env, DIFY_PASSWORD: 'from env' } };
    expect(await passwordOf(given)).toBe('from env');
    expect(toldNotices((await loadConfig(stage(given).sources)).notices)).toMatchObject(outranked);
    expect(await passwordOf({ files, env, envFile: 'DIFY_PASSWORD_FILE=/pw' })).toBe('from file');
  });

  it('is not looked for where no secret is meant', async () => {
    const files = { [at('EXTERNAL_API_URL')]: 'https://evil', [at('DIFY_PASSWORD')]: 'pw' };

    const { config, notices } = await loadConfig(stage({ env, files }).sources);

    expect(config).toMatchObject({ receiver: { token: 'tok-123' } });
    expect(config.receiver?.url.href).toBe('https://billing.example.com/v1/usage');
    expect(toldNotices(notices)).toEqual([]);
  });

  it('is a problem when it cannot be read, named by its place', async () => {
    const { problems } = await refuse({ env, files: { [at('DIFY_PASSWORD')]: 'EACCES' } });

    expect(problems).toMatchObject([
      {
        variable: '$CREDENTIALS_DIRECTORY/DIFY_PASSWORD',
        problem: 'The file cannot be read (EACCES).',
      },
    ]);
  });

  it('is unset when there is no such file', async () => {
    const { problems } = await refuse({ env });

    expect(problems).toMatchObject([{ variable: 'DIFY_PASSWORD', problem: 'It is not set.' }]);
  });
});

describe('a secret in AWS Secrets Manager', () => {
  const secrets = { 'prod/dify': '{"pw":"from aws","tok":"tok-aws"}', plain: 'plain pw\n' };

  it.each([
    ['aws-sm:prod/dify#pw', 'from aws'],
    ['aws-sm:plain', 'plain pw'],
    [' aws-sm:plain ', 'plain pw'],
  ])('is what %s refers to', async (DIFY_PASSWORD, password) => {
    expect(await passwordOf({ env: { DIFY_PASSWORD }, secrets })).toBe(password);
  });

  it('may be referred to from a file', async () => {
    const env = { DIFY_PASSWORD_FILE: '/pw' };

    expect(await passwordOf({ env, files: { '/pw': 'aws-sm:plain\n' }, secrets })).toBe('plain pw');
  });

  it('names the file whose text is no UTF-8', async () => {
    const env = { DIFY_PASSWORD_FILE: '/pw' };

    expect(await refuse({ env, files: { '/pw': 'p\ufffdssword' } })).toMatchObject({
      problems: [
        { variable: 'DIFY_PASSWORD_FILE', problem: 'In line 1 the file is not UTF-8 text.' },
      ],
    });
  });

  it('is fetched once for all settings that refer to it', async () => {
    const env = {
      DIFY_PASSWORD: 'aws-sm:prod/dify#pw',
      EXTERNAL_API_TOKEN: 'aws-sm:prod/dify#tok',
      AWS_REGION: 'ap-northeast-1',
    };
    const { sources, asked } = stage({ env, secrets });

    const { config } = await loadConfig(sources);

    expect(config.receiver?.token).toBe('tok-aws');
    expect(asked).toEqual([[['prod/dify'], { region: 'ap-northeast-1', endpoint: undefined }]]);
  });

  it('is not fetched again by a run that loads its settings again', async () => {
    const { sources, asked } = stage({ env: { DIFY_PASSWORD: 'aws-sm:plain' }, secrets });
    const remembering = { ...sources, fetchSecrets: rememberSecrets(sources.fetchSecrets) };

    await loadConfig(remembering);
    await loadConfig(remembering);

    expect(asked).toHaveLength(1);
  });

  it('is asked for in the region and at the endpoint of the env file', async () => {
    const envFile = [
      'DIFY_PASSWORD="aws-sm:prod/dify#pw"',
      'AWS_REGION=eu-central-1',
      'AWS_ENDPOINT_URL=http://127.0.0.1:4566',
    ].join('\n');
    const { sources, asked } = stage({ envFile, secrets });

    await loadConfig(sources);

    expect(asked[0]?.[1]).toEqual({ region: 'eu-central-1', endpoint: 'http://127.0.0.1:4566/' });
  });

  it('is not asked for by a command that does not need it', async () => {
    const env = { DIFY_PASSWORD: 'aws-sm:prod/dify#pw' };
    const needs = { dify: false, receiver: true };
    const { sources, asked } = stage({ env, needs });

    await loadConfig(sources);

    expect(asked).toEqual([]);
  });

  it('is not asked for when where to ask is wrong', async () => {
    const env = { DIFY_PASSWORD: 'aws-sm:plain', AWS_REGION: 'Tokyo' };
    const { sources, asked } = stage({ env, secrets });

    await expect(loadConfig(sources)).rejects.toThrow('AWS_REGION: It is not an AWS region.');
    expect(asked).toEqual([]);
  });

  it('is asked for although something else is wrong, so that every problem is told', async () => {
    const env = { DIFY_PASSWORD: 'aws-sm:prod/dify#PW', DIFY_EMAIL: '' };

    const { problems, exitCode } = await refuse({ env, secrets });

    expect(problems).toMatchObject([
      { variable: 'DIFY_EMAIL' },
      { variable: 'DIFY_PASSWORD', problem: 'The secret "prod/dify" has no key "PW".' },
    ]);
    expect(exitCode).toBe(78);
  });

  it.each([
    [69, undefined, 69],
    [77, undefined, 77],
    [69, 'aws-sm:denied', 77],
    [69, '', 78],
  ] as const)(
    'ends a run with the status of what stands in the way',
    async (status, token, end) => {
      const env = {
        DIFY_PASSWORD: 'aws-sm:first',
        ...(token === undefined ? {} : { EXTERNAL_API_TOKEN: token }),
      };
      const refused = {
        first: new InvalidSetting('No.', 'Wait.', status),
        denied: new InvalidSetting('Denied.', 'Allow.', 77),
      };

      expect((await refuse({ env, secrets: refused })).exitCode).toBe(end);
    },
  );

  it('is checked like any other value, without being shown', async () => {
    const { message } = await refuse({
      env: { DIFY_PASSWORD: 'aws-sm:plain', EXTERNAL_API_TOKEN: 'aws-sm:prod/dify#tok' },
      secrets: { ...secrets, 'prod/dify': '{"tok":"two canaries"}' },
    });

    expect(message).toContain('EXTERNAL_API_TOKEN: It contains a space');
    expect(message).not.toContain('canar');
  });

  it('is not reached with credentials from the env file, which a notice says', async () => {
    const envFile = 'DIFY_PASSWORD=aws-sm:plain\nAWS_PROFILE=billing\nAWS_REGION=us-east-1';
    const { sources } = stage({ envFile, secrets });

    expect(toldNotices((await loadConfig(sources)).notices)).toMatchObject([
      { code: 'aws_variable_unseen', variable: 'AWS_PROFILE' },
    ]);
  });
});

describe('a misspelt variable', () => {
  it('is named where the right one is missed', async () => {
    const { problems } = await refuse({ envFile: 'DIFY_PASWORD=canary' });

    expect(problems).toEqual([
      {
        variable: 'DIFY_PASSWORD',
        problem: 'It is not set.',
        cure: 'Set it to the password of that account. Is DIFY_PASWORD a misspelling of it?',
      },
    ]);
  });

  it('is told apart from a former name', async () => {
    const { problems } = await refuse({
      envFile: 'DIFY_PASSWORD=pw',
      env: { EXTERNAL_API_TOKEN: undefined, API_METER_TOKEN: 'canary' },
    });
    const env = { DIFY_PASSWORD: 'pw' };
    const envFile = 'DIFY_FETCH_START_DATE=2026-10-01\nDIFY_API_KEY=app-1\nDIFY_FETCH_DAYS=30\n';

    expect(problems).toEqual([
      {
        variable: 'EXTERNAL_API_TOKEN',
        problem: 'It is not set.',
        cure: expect.stringMatching(/\. API_METER_TOKEN, which is set, is its former name\.$/),
      },
    ]);
    expect(toldNotices((await loadConfig(stage({ env, envFile }).sources)).notices)).toEqual([
      {
        code: 'variable_renamed',
        variable: 'DIFY_FETCH_START_DATE',
        message: 'It has another name here, so that it has no effect. Call it START_DATE.',
      },
      {
        code: 'variable_unknown',
        variable: 'DIFY_API_KEY',
        message:
          'The key of an app cannot read usage, so that it has no effect. Set DIFY_EMAIL and DIFY_PASSWORD, or DIFY_ADMIN_API_KEY.',
      },
      {
        code: 'variable_unknown',
        variable: 'DIFY_FETCH_DAYS',
        message: 'It is obsolete, so that it has no effect. Remove it.',
      },
    ]);
  });

  it('is a notice of every command', async () => {
    const env = { DIFY_PASSWORD: 'pw', DIFY_CONCURENCY: '4', DIFY_BIND_ADDRESS: '0.0.0.0' };
    const needs = { dify: false, receiver: false };

    expect(toldNotices((await loadConfig(stage({ env, needs }).sources)).notices)).toEqual([
      {
        code: 'variable_misspelt',
        variable: 'DIFY_CONCURENCY',
        message: 'No setting has this name, so that it has no effect. Is DIFY_CONCURRENCY meant?',
      },
      {
        code: 'variable_unknown',
        variable: 'DIFY_BIND_ADDRESS',
        message:
          'No setting has this name, so that it has no effect. Correct its name, or remove it.',
      },
    ]);
  });
});
