import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import type { ConfigFlags } from '../../src/config/config-flags.ts';
import type { FetchSecrets } from '../../src/config/fetch-aws-secrets.ts';
import { InvalidSetting } from '../../src/config/invalid-setting.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { ConfigNeeds } from '../../src/config/load-settings.ts';
import { makeAuthority } from '../support/certificates.ts';
import { toldNotices, toldRefusal } from '../support/told-config.ts';

const ENV = {
  DIFY_API_BASE_URL: 'http://localhost',
  DIFY_EMAIL: 'billing@example.com',
  DIFY_PASSWORD: 'hunter2-hunter2',
  EXTERNAL_API_URL: 'https://billing.example.com/v1/usage',
  EXTERNAL_API_TOKEN: 'tok-123',
  HOME: '/home/ops',
};
const WORKSPACE = '9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30';
const TENANT = '5b0e4d1a-7c22-4f6b-9a3e-0d8f6c1b2a47';
const OTHER_WORKSPACE = '11111111-2222-4333-8444-555555555555';

type Given = {
  readonly env?: Record<string, string | undefined>;
  readonly flags?: ConfigFlags;
  readonly files?: Record<string, string>;
  readonly needs?: ConfigNeeds;
  /** What AWS Secrets Manager has. */
  readonly secrets?: Record<string, string | InvalidSetting>;
};

/** What the program gets; a test names only what differs from a complete environment. */
function sources({ env = {}, flags = {}, files = {}, secrets = {} }: Given) {
  const readFile = (path: string) => {
    const content = files[path];
    if (content !== undefined) return content;
    throw Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), {
      code: 'ENOENT',
      syscall: 'open',
    });
  };
  const fetchSecrets: FetchSecrets = async (ids) =>
    new Map(ids.map((id) => [id, secrets[id] ?? new InvalidSetting(`No ${id}.`, 'Make it.')]));
  return { env: { ...ENV, ...env }, flags, readFile, fetchSecrets };
}

const loadAll = (given: Given = {}) =>
  loadConfig({ ...sources(given), needs: { dify: true, receiver: true } });
const load = async (given: Given = {}) => (await loadAll(given)).config;

async function refuse(given: Given) {
  try {
    await loadConfig({ ...sources(given), needs: given.needs ?? { dify: true, receiver: true } });
  } catch (error) {
    if (error instanceof ConfigError) return toldRefusal(error);
    throw error;
  }
  throw new Error('The configuration was accepted');
}

describe('loadConfig', () => {
  it('fills in every default', async () => {
    expect(await load()).toEqual({
      dify: {
        origin: 'http://localhost',
        credential: {
          kind: 'password',
          email: 'billing@example.com',
          password: 'hunter2-hunter2',
          workspaceId: undefined,
        },
        timeoutMs: 120_000,
        concurrency: 2,
        maxRps: undefined,
        forceLogin: false,
        frontHeaders: {},
      },
      receiver: {
        url: new URL('https://billing.example.com/v1/usage'),
        token: 'tok-123',
        timeoutMs: 30_000,
        deadlineMs: 300_000,
        maxBytes: 4_000_000,
        maxRetries: 3,
      },
      report: {
        period: { kind: 'current_month' },
        periodOrigin: 'DIFY_FETCH_PERIOD',
        timeZone: undefined,
        aggregation: 'monthly',
        partialBuckets: false,
        mode: 'per_app',
        appIds: undefined,
        strict: false,
        maxBodyBytes: 4_000_000,
        modelCurrencies: [],
        format: { kind: 'external-api' },
        userId: 'id',
        assumeModel: undefined,
        minuteWindows: 2000,
      },
      stateDir: '/home/ops/.local/state/dify-usage',
      logLevel: 'info',
      extraCa: undefined,
      proxy: { httpProxy: undefined, httpsProxy: undefined, noProxy: undefined },
    });
  });

  it.each([
    ['DIFY_PASSWORD', 'change-me-1'],
    ['DIFY_PASSWORD', ' change-me\t'],
    ['DIFY_EMAIL', 'usage-export@example.com'],
    ['DIFY_BASIC_AUTH', 'proxy-user:change-me'],
    [
      'DIFY_EXTRA_HEADERS',
      '{"CF-Access-Client-Id":"b7.access","CF-Access-Client-Secret":"change-me"}',
    ],
    ['EXTERNAL_API_URL', 'https://billing.example.com/api/v1/dify/usage'],
    ['EXTERNAL_API_TOKEN', 'change-me'],
  ])('refuses %s=%s of .env.example, which nobody has replaced', async (variable, value) => {
    const error = await refuse({ env: { [variable]: value } });

    expect(error.problems).toEqual([
      {
        variable,
        problem: 'It is still the value of .env.example.',
        cure: 'Write the real one.',
        status: undefined,
      },
    ]);
    expect(error.exitCode).toBe(78);
  });

  it('refuses the placeholder in a file of a secret too, and takes what only resembles it', async () => {
    const env = { EXTERNAL_API_TOKEN: undefined, EXTERNAL_API_TOKEN_FILE: '/token' };

    expect((await refuse({ env, files: { '/token': 'change-me\n' } })).problems).toMatchObject([
      { variable: 'EXTERNAL_API_TOKEN_FILE' },
    ]);
    expect(
      (await load({ env, files: { '/token': 'never-change-me-again\n' } })).receiver?.token,
    ).toBe('never-change-me-again');
  });

  it('reports all problems together, each with its variable and its cure', async () => {
    const error = await refuse({
      env: {
        DIFY_API_BASE_URL: 'localhost',
        DIFY_EMAIL: '',
        EXTERNAL_API_URL: 'http://billing.example.com/v1/usage',
        DIFY_CONCURRENCY: '17',
        DIFY_USAGE_TIMEZONE: 'Asia/Tokio',
        DIFY_FETCH_PERIOD: 'next_month',
      },
    });

    expect(error.exitCode).toBe(78);
    expect(error.problems.map(({ variable }) => variable)).toEqual([
      'DIFY_API_BASE_URL',
      'DIFY_EMAIL',
      'DIFY_CONCURRENCY',
      'EXTERNAL_API_URL',
      'DIFY_FETCH_PERIOD',
      'DIFY_USAGE_TIMEZONE',
    ]);
    expect(error.message).toContain('The configuration has 6 problems:\n');
    expect(error.message).toContain(
      '  DIFY_CONCURRENCY: It is not a whole number from 1 to 16. Use a number from 1 to 16.\n',
    );
    expect(error.message).toContain(
      '  DIFY_EMAIL: It is not set. Set it to the e-mail address of a console account that is editor or higher.\n',
    );
  });

  describe('precedence', () => {
    const files = { '/etc/usage.env': 'DIFY_CONCURRENCY=3\nLOG_LEVEL=error\n' };

    it('takes the option before the environment, the env file and the default', async () => {
      const flags = { concurrency: '5', envFile: '/etc/usage.env' };

      expect((await load({ files, flags, env: { DIFY_CONCURRENCY: '4' } })).dify.concurrency).toBe(
        5,
      );
    });

    it('takes the environment before the env file', async () => {
      const flags = { envFile: '/etc/usage.env' };

      expect((await load({ files, flags, env: { DIFY_CONCURRENCY: '4' } })).dify.concurrency).toBe(
        4,
      );
    });

    it('takes the env file before the default', async () => {
      const config = await load({ files, flags: { envFile: '/etc/usage.env' } });

      expect(config.dify.concurrency).toBe(3);
      expect(config.logLevel).toBe('error');
    });

    it('treats an empty variable as one that is not set', async () => {
      const flags = { envFile: '/etc/usage.env' };

      expect((await load({ files, flags, env: { DIFY_CONCURRENCY: '' } })).dify.concurrency).toBe(
        3,
      );
    });

    it('reads an env file from Windows, quotes and comments included', async () => {
      const text = '\ufeffDIFY_CONCURRENCY="7" # calm\r\nexport LOG_LEVEL=warn\r\n';
      const config = await load({ files: { env: text }, flags: { envFile: 'env' } });

      expect(config.dify.concurrency).toBe(7);
      expect(config.logLevel).toBe('warn');
    });

    it('reports an env file that cannot be read, and nothing that may be in it', async () => {
      const error = await refuse({ flags: { envFile: '/nowhere' }, env: { DIFY_EMAIL: '' } });

      expect(error.problems).toEqual([
        {
          variable: '--env-file',
          problem: 'The file cannot be read (ENOENT).',
          cure: 'Check the path and who may read it.',
        },
      ]);
      expect(error.exitCode).toBe(78);
    });

    it('tells beside a file that is not there what is wrong whatever is in it', async () => {
      const error = await refuse({
        flags: { envFile: '/nowhere', mode: 'per_team' },
        env: {
          DIFY_EMAIL: '',
          DIFY_PASSWORD: undefined,
          DIFY_WORKSPACE_ID: `${WORKSPACE},${OTHER_WORKSPACE}`,
          DIFY_FETCH_PERIOD: 'custom',
          END_DATE: '2026-11-30',
          EXTERNAL_API_URL: 'http://billing.example.com/usage',
          EXTERNAL_API_TOKEN: 'aws-sm:prod/dify',
          MAX_RETRIES: 'many',
        },
      });

      expect(error.problems.map(({ variable }) => variable)).toEqual([
        '--env-file',
        'MAX_RETRIES',
        '--mode',
      ]);
      expect(error.exitCode).toBe(78);
    });

    it('refuses an env file with lines that assign nothing, by their numbers alone', async () => {
      const text = 'The canary-1\nDIFY_USAGE_TIMEZONE=Asia/Tokyo\nDIFY_PASSWORD: canary-2\n';
      const error = await refuse({
        files: { env: text },
        flags: { envFile: 'env' },
        env: { DIFY_EMAIL: '', DIFY_PASSWORD: '', MAX_RETRIES: 'many' },
      });

      expect(error.problems.map(({ variable, problem }) => [variable, problem])).toEqual([
        [
          '--env-file',
          'Lines 1, 3 are neither NAME=value nor a comment, so that settings may be lost in them.',
        ],
        ['MAX_RETRIES', 'It is not a whole number from 0 to 100.'],
      ]);
      expect(error.exitCode).toBe(78);
      expect(error.message).not.toContain('canary');
    });

    it.each([
      ['a wide =', 'DIFY_CONCURRENCY＝3'],
      ['a wide blank', '　DIFY_CONCURRENCY=3'],
      ['a byte order mark', '\ufeffDIFY_CONCURRENCY=3'],
    ])('says what looks like an assignment but for %s', async (_what, line) => {
      const error = await refuse({ files: { env: `\n${line}\n` }, flags: { envFile: 'env' } });

      expect(error.problems).toMatchObject([
        { variable: '--env-file', problem: expect.stringMatching(/^Line 2 is neither NAME=value/) },
      ]);
      expect(error.problems[0]?.cure).toContain('Name, =, # and blanks have to be ASCII.');
    });

    it('says how \\n in a password is kept from being a line break', async () => {
      const error = await refuse({
        files: { env: String.raw`DIFY_PASSWORD="canary#\new"` },
        flags: { envFile: 'env' },
        env: { DIFY_PASSWORD: undefined },
      });

      expect(error.problems).toMatchObject([
        { variable: 'DIFY_PASSWORD', problem: 'It contains a line break.' },
      ]);
      expect(error.problems[0]?.cure).toContain('put it between single quotes in an env file');
      expect(error.message).not.toContain('canary');
    });

    it('names ten of many lines, and a single one', async () => {
      const refuseFile = async (text: string) =>
        (await refuse({ files: { env: text }, flags: { envFile: 'env' } })).problems[0]?.problem;

      expect(await refuseFile('words\n'.repeat(12))).toMatch(/^Lines 1, 2, .*, 10, … are /);
      expect(await refuseFile('\nwords\n')).toMatch(/^Line 2 is /);
    });

    it('refuses an env file with line breaks in which all would be one line', async () => {
      const files = { env: '# settings\rDIFY_USAGE_TIMEZONE=Asia/Tokyo\r' };

      expect((await refuse({ files, flags: { envFile: 'env' } })).problems).toMatchObject([
        { variable: '--env-file', problem: 'It has line breaks that are a carriage return alone.' },
      ]);
    });

    it.each([
      ['DIFY_PASSWORD=rec#orded', 'In line 2 of the env file a # cuts its value off.'],
      ['MAX_RETRY=3#', 'In line 2 of the env file a # cuts its value off.'],
      [
        'DIFY_PASSWORD="rec',
        'In line 2 of the env file its value begins with a quote that is never closed.',
      ],
      [
        'DIFY_EXTRA_HEADERS="{"a":"b"}"',
        'The quotes that begin in line 2 of the env file are closed in line 2, before the end of the line, and what follows would be lost.',
      ],
    ])(
      'refuses %s, which is not the whole value, and says nothing else of it',
      async (line, problem) => {
        const given = { files: { env: `# one\n${line}\n` }, flags: { envFile: 'env' } };
        const env = { DIFY_PASSWORD: undefined };
        const error = await refuse({ ...given, env });

        const variable = line.replace(/=.*/, '');
        expect(error.problems.filter((each) => each.variable === variable)).toMatchObject([
          { problem },
        ]);
        expect(error.exitCode).toBe(78);
      },
    );

    it('names some of the values in a file that is none of settings', async () => {
      const files = { env: `X="'\n`.repeat(20_000) };
      const error = await refuse({ files, flags: { envFile: 'env' } });

      expect(error.exitCode).toBe(78);
      expect(error.message).toMatch(/^The configuration has 100 problems:\n {2}X: /);
    });

    it('leaves alone what cuts off a value of another program', async () => {
      const files = { env: 'COLOUR=a#b\nQUOTE="c\nDIFY_CONCURRENCY=3 # calm\n' };

      expect((await load({ files, flags: { envFile: 'env' } })).dify.concurrency).toBe(3);
    });

    it('refuses quotes of another program that hide a variable', async () => {
      const files = { env: 'QUOTE="c\nDIFY_CONCURRENCY="3"\n' };

      expect((await refuse({ files, flags: { envFile: 'env' } })).problems).toMatchObject([
        { variable: 'QUOTE' },
      ]);
    });

    it('says which line of an env file takes back what is required', async () => {
      const files = { env: 'DIFY_PASSWORD=canary\nDIFY_PASSWORD=\n' };
      const env = { DIFY_PASSWORD: undefined };
      const error = await refuse({ files, flags: { envFile: 'env' }, env });

      expect(error.problems).toMatchObject([
        {
          variable: 'DIFY_PASSWORD',
          problem: 'It is not set.',
          cure: 'Line 2 of the env file outranks line 1, which sets it to another value. Remove one of the two.',
        },
      ]);
    });

    it('lets --verbose and --quiet outrank LOG_LEVEL', async () => {
      const env = { LOG_LEVEL: 'error' };

      expect((await load({ env, flags: { verbose: true } })).logLevel).toBe('debug');
      expect((await load({ env, flags: { quiet: true } })).logLevel).toBe('warn');
    });
  });

  describe('mistakes in options', () => {
    it.each<[string, ConfigFlags]>([
      ['--period', { period: 'next_month' }],
      ['--from', { from: '2026-11-30', to: '2026-11-01' }],
      ['--timezone', { timezone: '+09:00' }],
      ['--aggregate', { aggregate: 'yearly' }],
      ['--mode', { mode: 'per_team' }],
      ['--concurrency', { concurrency: '0' }],
      ['--max-rps', { maxRps: '0' }],
    ])('name %s and end with 64', async (option, flags) => {
      const error = await refuse({ flags });

      expect(error.problems.map(({ variable }) => variable)).toEqual([option]);
      expect(error.exitCode).toBe(64);
    });

    it.each<[string, Record<string, string>, ConfigFlags]>([
      ['START_DATE', { START_DATE: '2026-11-31', END_DATE: '2026-12-01' }, { period: 'custom' }],
      ['END_DATE', { START_DATE: '2026-11-30', END_DATE: 'soon' }, { period: 'custom' }],
      ['START_DATE', { START_DATE: '2026-11-30', END_DATE: '2026-11-01' }, { period: 'custom' }],
      ['DIFY_FETCH_PERIOD', { DIFY_FETCH_PERIOD: 'someday' }, {}],
    ])('are not to blame for %s', async (variable, env, flags) => {
      const error = await refuse({ env, flags });

      expect(error.problems).toMatchObject([{ variable }]);
      expect(error.exitCode).toBe(78);
    });

    it('end with 78 when the environment is wrong as well', async () => {
      expect((await refuse({ flags: { mode: 'x' }, env: { MAX_RETRIES: 'x' } })).exitCode).toBe(78);
    });

    it.each<[string, Record<string, string>]>([
      ['the mode workspace', { DIFY_OUTPUT_MODE: 'workspace' }],
      ['the mode both', { DIFY_OUTPUT_MODE: 'both' }],
      ['the mode all', { DIFY_OUTPUT_MODE: 'all' }],
      ['the format api-meter', { API_METER_TENANT_ID: TENANT }],
    ])('include some apps where %s needs them all', async (_what, env) => {
      const error = await refuse({ flags: { appIds: [WORKSPACE] }, env });

      expect(error.problems).toMatchObject([{ variable: '--app' }]);
      expect(error.exitCode).toBe(64);
    });

    it.each(['per_app', 'per_user', 'per_model'])(
      'do not include some apps in %s',
      async (mode) => {
        const { report } = await load({ flags: { appIds: [WORKSPACE], mode } });

        expect(report.appIds).toEqual([WORKSPACE]);
      },
    );
  });

  describe('Dify', () => {
    it('uses the admin API key with one or more workspaces, each once', async () => {
      const config = await load({
        env: {
          DIFY_EMAIL: undefined,
          DIFY_PASSWORD: undefined,
          DIFY_ADMIN_API_KEY: 'key-1',
          DIFY_WORKSPACE_ID: `${WORKSPACE}, ${OTHER_WORKSPACE},${WORKSPACE.toUpperCase()}`,
        },
      });

      expect(config.dify.credential).toEqual({
        kind: 'admin-key',
        apiKey: 'key-1',
        workspaceIds: [WORKSPACE, OTHER_WORKSPACE],
      });
    });

    it('needs a workspace with the admin API key', async () => {
      const env = { DIFY_PASSWORD: undefined, DIFY_ADMIN_API_KEY: 'key-1' };

      expect((await refuse({ env })).problems).toMatchObject([{ variable: 'DIFY_WORKSPACE_ID' }]);
    });

    it('does not choose between a key and a password', async () => {
      const env = { DIFY_ADMIN_API_KEY: 'key-1', DIFY_WORKSPACE_ID: WORKSPACE };

      expect((await refuse({ env })).problems).toMatchObject([{ variable: 'DIFY_ADMIN_API_KEY' }]);
    });

    it('takes one workspace with a password', async () => {
      expect((await load({ env: { DIFY_WORKSPACE_ID: WORKSPACE } })).dify.credential).toMatchObject(
        {
          workspaceId: WORKSPACE,
        },
      );
      expect(
        (await refuse({ env: { DIFY_WORKSPACE_ID: `${WORKSPACE},${OTHER_WORKSPACE}` } })).problems,
      ).toMatchObject([{ variable: 'DIFY_WORKSPACE_ID' }]);
    });

    it('limits the requests per second', async () => {
      expect((await load({ flags: { maxRps: '0.5' } })).dify.maxRps).toBe(0.5);
    });
  });

  describe('receiver', () => {
    it('may be missing from a dry run', async () => {
      const env = { EXTERNAL_API_URL: '', EXTERNAL_API_TOKEN: '', EXTERNAL_API_MAX_BYTES: '5000' };
      const { config } = await loadConfig({
        ...sources({ env }),
        needs: { dify: true, receiver: false },
      });

      expect(config.receiver).toBeUndefined();
      expect(config.report.maxBodyBytes).toBe(5000);
    });

    it('is required otherwise', async () => {
      const error = await refuse({ env: { EXTERNAL_API_URL: '', EXTERNAL_API_TOKEN: '' } });

      expect(error.problems.map(({ variable }) => variable)).toEqual([
        'EXTERNAL_API_URL',
        'EXTERNAL_API_TOKEN',
      ]);
    });

    it.each(['http://127.0.0.1:8080/usage', 'http://localhost/usage', 'http://[::1]:9/usage'])(
      'may be %s, which stays on this host',
      async (url) => {
        const { config, notices } = await loadAll({ env: { EXTERNAL_API_URL: url } });

        expect(config.receiver?.url.href).toBe(url);
        expect(toldNotices(notices)).toEqual([]);
      },
    );

    it.each([
      'http://localhost.example.com/usage',
      'http://host.docker.internal/usage',
      'http://10.0.0.5/usage',
      'http://128.0.0.1/usage',
      'http://127.0.0.1.example.com/usage',
    ])('may not be %s, where the token would travel unencrypted', async (url) => {
      expect((await refuse({ env: { EXTERNAL_API_URL: url } })).problems).toEqual([
        {
          variable: 'EXTERNAL_API_URL',
          problem: 'It is not an https address, and token and figures would travel unencrypted.',
          cure: 'Use https://, or set EXTERNAL_API_ALLOW_HTTP=true to accept that.',
        },
      ]);
    });

    it('is reached over http with a notice when that is allowed', async () => {
      const env = { EXTERNAL_API_URL: 'http://10.0.0.5/usage', EXTERNAL_API_ALLOW_HTTP: 'true' };
      const { config, notices } = await loadAll({ env });

      expect(config.receiver?.url.href).toBe('http://10.0.0.5/usage');
      expect(toldNotices(notices)).toMatchObject([{ code: 'receiver_over_http' }]);
    });

    it('gets the token without "Bearer ", with a notice', async () => {
      const { config, notices } = await loadAll({ env: { EXTERNAL_API_TOKEN: 'Bearer tok-123' } });

      expect(config.receiver?.token).toBe('tok-123');
      expect(toldNotices(notices)).toMatchObject([
        { code: 'bearer_prefix_ignored', variable: 'EXTERNAL_API_TOKEN' },
      ]);
    });

    it('understands MAX_RETRY, which MAX_RETRIES outranks', async () => {
      expect((await load({ env: { MAX_RETRY: '7' } })).receiver?.maxRetries).toBe(7);
      expect((await load({ env: { MAX_RETRY: '7', MAX_RETRIES: '0' } })).receiver?.maxRetries).toBe(
        0,
      );
    });
  });

  describe('format', () => {
    it('is api-meter as soon as there is a tenant', async () => {
      const { report } = await load({ env: { API_METER_TENANT_ID: TENANT.toUpperCase() } });

      expect(report.format).toEqual({ kind: 'api-meter', tenantId: TENANT });
    });

    it('is that of the external API when it is asked for, whatever tenant is set', async () => {
      const env = { API_METER_TENANT_ID: TENANT, EXTERNAL_API_FORMAT: 'external-api' };

      expect((await load({ env })).report.format).toEqual({ kind: 'external-api' });
    });

    it('api-meter needs a tenant', async () => {
      const { problems, exitCode } = await refuse({ env: { EXTERNAL_API_FORMAT: 'api-meter' } });

      expect(problems).toEqual([
        {
          variable: 'API_METER_TENANT_ID',
          problem: 'It is not set.',
          cure: 'Set it to the id of the tenant at API_Meter, a UUID.',
        },
      ]);
      expect(exitCode).toBe(78);
    });

    it('api-meter needs a tenant that is a UUID', async () => {
      expect((await refuse({ env: { API_METER_TENANT_ID: 'acme' } })).problems).toEqual([
        {
          variable: 'API_METER_TENANT_ID',
          problem: 'It is not the id of a tenant.',
          cure: 'Use the UUID that API_Meter shows, such as 9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30.',
        },
      ]);
    });

    it('is one of two', async () => {
      expect((await refuse({ env: { EXTERNAL_API_FORMAT: 'csv' } })).problems).toMatchObject([
        { variable: 'EXTERNAL_API_FORMAT' },
      ]);
    });

    it('api-meter is daily and ignores aggregation and mode, with a notice for each', async () => {
      const { config, notices } = await loadAll({
        env: { API_METER_TENANT_ID: TENANT, DIFY_AGGREGATION_PERIOD: 'monthly' },
        flags: { mode: 'all' },
      });

      expect(config.report).toMatchObject({ aggregation: 'daily', mode: 'per_model' });
      expect(toldNotices(notices)).toMatchObject([
        { code: 'not_used_by_api_meter', variable: '--mode' },
        { code: 'not_used_by_api_meter', variable: 'DIFY_AGGREGATION_PERIOD' },
      ]);
    });

    it('api-meter says nothing of daily records, which it has anyway', async () => {
      const env = { API_METER_TENANT_ID: TENANT, DIFY_AGGREGATION_PERIOD: 'daily' };

      expect(toldNotices((await loadAll({ env })).notices)).toEqual([]);
    });
  });

  describe('report', () => {
    it.each(['per_app', 'workspace', 'both', 'per_user', 'per_model', 'all'])(
      'takes the mode %s',
      async (mode) => {
        expect((await load({ env: { DIFY_OUTPUT_MODE: mode } })).report.mode).toBe(mode);
      },
    );

    it('names users by session and assumes models on request', async () => {
      const env = { DIFY_USAGE_USER_ID: 'session', DIFY_USAGE_ASSUME_MODEL: 'current' };

      expect((await load({ env })).report).toMatchObject({
        userId: 'session',
        assumeModel: 'current',
      });
    });

    it.each([
      ['DIFY_USAGE_USER_ID', 'email'],
      ['DIFY_USAGE_ASSUME_MODEL', 'gpt-4o'],
      ['DIFY_USAGE_MINUTE_WINDOWS', '100001'],
      ['DIFY_USAGE_MINUTE_WINDOWS', '-1'],
    ])('refuses %s=%s', async (variable, value) => {
      expect((await refuse({ env: { [variable]: value } })).problems).toMatchObject([{ variable }]);
    });

    it.each([
      ['0', 0],
      ['100000', 100_000],
    ])('may spend %s one-minute windows', async (text, minuteWindows) => {
      const env = { DIFY_USAGE_MINUTE_WINDOWS: text };

      expect((await load({ env })).report.minuteWindows).toBe(minuteWindows);
    });

    it('reads a custom period from the environment', async () => {
      const env = {
        DIFY_FETCH_PERIOD: 'custom',
        START_DATE: '2026-11-01',
        END_DATE: '2026-11-30',
      };

      expect((await load({ env })).report.period).toEqual({
        kind: 'dates',
        first: '2026-11-01',
        last: '2026-11-30',
      });
    });

    it('takes --from and --to before any period of the environment', async () => {
      const env = { DIFY_FETCH_PERIOD: 'today', START_DATE: '2026-01-01', END_DATE: '2026-01-31' };

      expect(
        (await load({ env, flags: { from: '2026-11-03', to: '2026-11-04' } })).report.period,
      ).toEqual({
        kind: 'dates',
        first: '2026-11-03',
        last: '2026-11-04',
      });
    });

    it('ignores dates that the period does not use', async () => {
      expect((await load({ env: { START_DATE: 'soon' } })).report.period).toEqual({
        kind: 'current_month',
      });
    });

    it('writes the zone in its usual spelling', async () => {
      expect((await load({ flags: { timezone: 'asia/tokyo' } })).report.timeZone).toBe(
        'Asia/Tokyo',
      );
    });

    it('keeps the order of model currencies', async () => {
      const env = { DIFY_USAGE_MODEL_CURRENCY: 'deepseek-chat=CNY, qwen-*=rmb,' };

      expect((await load({ env })).report.modelCurrencies).toEqual([
        { pattern: 'deepseek-chat', currency: 'CNY' },
        { pattern: 'qwen-*', currency: 'CNY' },
      ]);
    });
  });

  describe('secrets', () => {
    it('are read from files, without the line break at the end', async () => {
      const config = await load({
        env: {
          DIFY_PASSWORD: undefined,
          DIFY_PASSWORD_FILE: '/run/secrets/dify',
          EXTERNAL_API_TOKEN: undefined,
          EXTERNAL_API_TOKEN_FILE: '/run/secrets/token',
        },
        files: { '/run/secrets/dify': ' pass word \n', '/run/secrets/token': 'tok-file\r\n' },
      });

      expect(config.dify.credential).toMatchObject({ password: ' pass word ' });
      expect(config.receiver?.token).toBe('tok-file');
    });

    it('must not be given in both ways, not even in different places', async () => {
      const error = await refuse({
        env: { DIFY_PASSWORD_FILE: undefined },
        files: { env: 'DIFY_PASSWORD_FILE=/run/secrets/dify' },
        flags: { envFile: 'env' },
      });

      expect(error.problems).toEqual([
        {
          variable: 'DIFY_PASSWORD',
          problem: 'Both DIFY_PASSWORD and DIFY_PASSWORD_FILE are set.',
          cure: 'Remove one of the two.',
        },
      ]);
    });

    it('are the only settings that can be in a file', async () => {
      expect(
        (await load({ env: { DIFY_EMAIL_FILE: '/run/secrets/email' } })).dify.credential,
      ).toMatchObject({
        email: 'billing@example.com',
      });
    });

    it.each([
      ['is missing', {}, 'The file cannot be read (ENOENT).'],
      ['is empty', { 'secret-path': '\n' }, 'The file is empty.'],
    ])('are reported without the path when their file %s', async (_case, files, problem) => {
      const error = await refuse({
        env: { DIFY_PASSWORD: undefined, DIFY_PASSWORD_FILE: 'secret-path' },
        files,
      });

      expect(error.problems).toMatchObject([{ variable: 'DIFY_PASSWORD_FILE', problem }]);
      expect(error.message).not.toContain('secret-path');
    });

    it.each([
      ['EXTERNAL_API_TOKEN', 'sekret\ninjected: header'],
      ['EXTERNAL_API_TOKEN', 'sekret two'],
      ['EXTERNAL_API_TOKEN', 'sekret-トークン'],
      ['DIFY_PASSWORD', 'sekret\nsecond line'],
      ['DIFY_API_BASE_URL', 'http://admin:sekret@dify.example.com'],
      ['DIFY_API_BASE_URL', 'ftp://sekret'],
      ['EXTERNAL_API_URL', 'https://x:sekret@billing.example.com'],
      ['EXTERNAL_API_URL', 'http://billing.example.com/?key=sekret'],
      ['HTTPS_PROXY', 'proxy://user:sekret@proxy'],
    ])('never show in a problem of %s', async (variable, value) => {
      const error = await refuse({ env: { [variable]: value } });

      expect(error.problems.map((problem) => problem.variable)).toEqual([variable]);
      expect(`${JSON.stringify(error)}`).not.toContain('sekret');
    });
  });

  describe('state directory', () => {
    it.each([
      ['/var/lib/dify-usage', { DIFY_USAGE_STATE_DIR: '/var/lib/dify-usage' }],
      ['/state/dify-usage', { XDG_STATE_HOME: '/state' }],
      ['/home/ops/.local/state/dify-usage', { XDG_STATE_HOME: 'relative' }],
    ])('is %s', async (expected, env) => {
      expect((await load({ env })).stateDir).toBe(expected);
    });

    it.each(['state', '~/state', './state'])('is never relative like %s', async (path) => {
      expect((await refuse({ env: { DIFY_USAGE_STATE_DIR: path } })).problems).toMatchObject([
        { variable: 'DIFY_USAGE_STATE_DIR' },
      ]);
    });

    it('has to be set where there is no home', async () => {
      expect((await refuse({ env: { HOME: undefined } })).problems).toMatchObject([
        { variable: 'DIFY_USAGE_STATE_DIR' },
      ]);
    });
  });

  describe('needs', () => {
    const broken = {
      DIFY_API_BASE_URL: '',
      DIFY_PASSWORD: '',
      EXTERNAL_API_URL: 'nonsense',
      EXTERNAL_API_MAX_BYTES: 'nonsense',
      DIFY_FETCH_PERIOD: 'nonsense',
      HTTPS_PROXY: 'nonsense',
    };

    it('of a look at the spool are the state directory alone', async () => {
      const { config } = await loadConfig({
        ...sources({ env: broken }),
        needs: { dify: false, receiver: false },
      });

      expect(config).toMatchObject({
        stateDir: '/home/ops/.local/state/dify-usage',
        receiver: undefined,
      });
    });

    it('of a retry are the receiver and the state directory', async () => {
      const env = { DIFY_API_BASE_URL: '', DIFY_PASSWORD: '', DIFY_FETCH_PERIOD: 'nonsense' };
      const { config } = await loadConfig({
        ...sources({ env }),
        needs: { dify: false, receiver: true },
      });

      expect(config.receiver?.token).toBe('tok-123');
      expect(config).not.toHaveProperty('dify');
    });
  });

  it('reports a variable once, however often it is read', async () => {
    expect((await refuse({ env: { EXTERNAL_API_MAX_BYTES: 'x' } })).problems).toHaveLength(1);
  });

  describe('network', () => {
    it('adds the certificates of --ca-file', async () => {
      const { cert } = makeAuthority();

      expect((await load({ flags: { caFile: 'ca.pem' }, files: { 'ca.pem': cert } })).extraCa).toBe(
        cert,
      );
    });

    it('trusts NODE_EXTRA_CA_CERTS beside --ca-file, which would hide it from Node.js', async () => {
      const [option, environment] = [makeAuthority().cert, makeAuthority().cert];
      const files = { 'ca.pem': option, 'env.pem': environment };
      const env = { NODE_EXTRA_CA_CERTS: 'env.pem' };

      expect((await load({ flags: { caFile: 'ca.pem' }, files, env })).extraCa).toBe(
        option + environment,
      );
      expect((await load({ files, env })).extraCa).toBeUndefined();
    });

    it.each([
      ['is missing', {}, 'The file cannot be read (ENOENT).'],
      ['is no certificate', { 'env.pem': 'x' }, 'The file holds no certificate in PEM form.'],
    ])('warns of a NODE_EXTRA_CA_CERTS that %s', async (_case, files, problem) => {
      const { notices } = await loadAll({ env: { NODE_EXTRA_CA_CERTS: 'env.pem' }, files });

      expect(toldNotices(notices)).toMatchObject([
        {
          code: 'ca_certs_unusable',
          variable: 'NODE_EXTRA_CA_CERTS',
          message: expect.stringContaining(`Node.js does not trust what it names. ${problem}`),
        },
      ]);
    });

    it.each([
      ['does not exist', {}],
      ['holds no certificate', { 'ca.pem': 'hello' }],
    ])('refuses a --ca-file that %s', async (_case, files) => {
      const error = await refuse({ flags: { caFile: 'ca.pem' }, files });

      expect(error.problems).toMatchObject([{ variable: '--ca-file' }]);
      expect(error.exitCode).toBe(78);
    });

    it('takes proxies from the env file too, the lower-case name first', async () => {
      const files = {
        env: 'HTTPS_PROXY=http://upper:3128\nhttps_proxy=http://u:p@lower:3128\nNO_PROXY=localhost',
      };

      expect((await load({ files, flags: { envFile: 'env' } })).proxy).toEqual({
        httpProxy: undefined,
        httpsProxy: {
          origin: 'http://lower:3128',
          authorization: 'Basic dTpw',
          variable: 'https_proxy',
        },
        noProxy: 'localhost',
      });
    });

    it('takes a proxy with its password from a file', async () => {
      const files = { proxy: 'http://u:p@proxy:3128\n' };

      expect((await load({ files, env: { HTTPS_PROXY_FILE: 'proxy' } })).proxy.httpsProxy).toEqual({
        origin: 'http://proxy:3128',
        authorization: 'Basic dTpw',
        variable: 'HTTPS_PROXY_FILE',
      });
    });
  });

  describe('what stands in front of Dify', () => {
    it('gets extra headers and basic authentication', async () => {
      const env = {
        DIFY_EXTRA_HEADERS: '{"CF-Access-Client-Id":"id","CF-Access-Client-Secret":"s"}',
        DIFY_BASIC_AUTH: 'u:p',
      };

      expect((await load({ env })).dify.frontHeaders).toEqual({
        'cf-access-client-id': 'id',
        'cf-access-client-secret': 's',
        authorization: 'Basic dTpw',
      });
    });

    it('gets headers from a file, one a line', async () => {
      const files = { headers: 'A: 1\nB: 2\n' };

      expect(
        (await load({ files, env: { DIFY_EXTRA_HEADERS_FILE: 'headers' } })).dify.frontHeaders,
      ).toEqual({ a: '1', b: '2' });
    });

    it('cannot have basic authentication beside the admin API key', async () => {
      const env = {
        DIFY_EMAIL: undefined,
        DIFY_PASSWORD: undefined,
        DIFY_ADMIN_API_KEY: 'key',
        DIFY_WORKSPACE_ID: WORKSPACE,
        DIFY_BASIC_AUTH: 'u:p',
      };

      expect((await refuse({ env })).problems).toEqual([
        {
          variable: 'DIFY_BASIC_AUTH',
          problem: 'It cannot go with DIFY_ADMIN_API_KEY: both need the one header Authorization.',
          cure: 'Use DIFY_EMAIL and DIFY_PASSWORD in place of the key, or an address of Dify without basic authentication.',
        },
      ]);
    });
  });

  describe('notices', () => {
    it('say that the crontab schedules', async () => {
      expect(
        toldNotices((await loadAll({ env: { CRON_SCHEDULE: '0 16 * * *' } })).notices),
      ).toMatchObject([{ code: 'cron_schedule_ignored', variable: 'CRON_SCHEDULE' }]);
    });

    it('say that certificates are verified all the same', async () => {
      expect(
        toldNotices((await loadAll({ env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } })).notices),
      ).toMatchObject([{ code: 'tls_stays_verified', variable: 'NODE_TLS_REJECT_UNAUTHORIZED' }]);
    });

    it.each<[string, string, readonly object[]]>([
      [
        'two values',
        'DIFY_CONCURRENCY=1\nDIFY_CONCURRENCY=3\n',
        [
          {
            code: 'variable_repeated',
            variable: 'DIFY_CONCURRENCY',
            message:
              'Line 2 of the env file outranks line 1, which sets it to another value. Remove one of the two.',
          },
        ],
      ],
      [
        'a value that is taken back',
        'DIFY_CONCURRENCY=1\n\nDIFY_CONCURRENCY=\n',
        [
          {
            code: 'variable_repeated',
            message: expect.stringMatching(/^Line 3 .* outranks line 1,/),
          },
        ],
      ],
      [
        'more than two lines, once',
        'DIFY_CONCURRENCY=1\nDIFY_CONCURRENCY=2\nDIFY_CONCURRENCY=3\nDIFY_CONCURRENCY=3\n',
        [
          {
            code: 'variable_repeated',
            message: expect.stringMatching(/^Line 4 .* outranks line 2,/),
          },
        ],
      ],
      ['the same twice', 'DIFY_CONCURRENCY=3\nDIFY_CONCURRENCY=3\n', []],
      ['a place that was left empty', 'DIFY_CONCURRENCY=\nDIFY_CONCURRENCY=3\n', []],
      ['what another program reads', 'COLOUR=red\nCOLOUR=blue\n', []],
    ])('say of a variable that stands twice in the env file: %s', async (_what, env, notices) => {
      const loaded = await loadAll({ files: { env }, flags: { envFile: 'env' } });

      expect(toldNotices(loaded.notices)).toMatchObject(notices);
    });

    it('say that Node.js has read NODE_EXTRA_CA_CERTS long before the env file', async () => {
      const { notices } = await loadAll({
        files: { env: 'NODE_EXTRA_CA_CERTS=/etc/ca.pem' },
        flags: { envFile: 'env' },
      });

      expect(toldNotices(notices)).toMatchObject([{ code: 'ca_certs_too_late' }]);
    });
  });

  it.each([
    'API_METER_TENANT_ID',
    'AWS_REGION',
    'DIFY_AGGREGATION_PERIOD',
    'DIFY_API_BASE_URL',
    'DIFY_BASIC_AUTH',
    'DIFY_CONCURRENCY',
    'DIFY_EMAIL',
    'DIFY_EXTRA_HEADERS',
    'DIFY_FETCH_PERIOD',
    'DIFY_USAGE_LANG',
    'DIFY_USAGE_MODEL_CURRENCY',
    'DIFY_USAGE_STATE_DIR',
    'DIFY_USAGE_TIMEZONE',
    'DIFY_WORKSPACE_ID',
    'END_DATE',
    'EXTERNAL_API_ALLOW_HTTP',
    'EXTERNAL_API_FORMAT',
    'EXTERNAL_API_URL',
    'HTTPS_PROXY',
    'LOG_LEVEL',
    'START_DATE',
  ])('does not repeat a wrong %s, which may be a secret at the wrong place', async (name) => {
    const { message, problems } = await refuse({
      env: {
        DIFY_FETCH_PERIOD: 'custom',
        START_DATE: '2026-11-01',
        END_DATE: '2026-11-30',
        EXTERNAL_API_TOKEN: 'aws-sm:billing',
        [name]: 'canary/#password',
      },
    });

    expect(problems.length).toBeGreaterThan(0);
    expect(message).not.toContain('canary');
  });

  it('finds no setting in a prototype', async () => {
    expect((await refuse({ env: { DIFY_OUTPUT_MODE: '__proto__' } })).problems).toHaveLength(1);
    expect((await refuse({ env: { DIFY_FETCH_PERIOD: 'constructor' } })).problems).toHaveLength(1);
  });
});
