import { describe, expect, it } from 'vitest';
import type { ConfigFlags } from '../../src/config/config-flags.ts';
import { describeSettings, type SettingDescription } from '../../src/config/describe-settings.ts';
import type { Environment } from '../../src/config/find-setting.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { inEnglish } from '../support/in-english.ts';

const CREDENTIALS = '/run/credentials/x';

async function describeAll(env: Environment, flags: ConfigFlags = {}, envFile = '') {
  const files: Readonly<Record<string, string | undefined>> = {
    '/env': envFile,
    '/password': 'canary-password',
    [`${CREDENTIALS}/EXTERNAL_API_TOKEN`]: 'canary-token',
  };
  const settings = await loadSettings({
    env,
    flags: { envFile: '/env', ...flags },
    needs: { dify: true, receiver: true },
    readFile(path) {
      const content = files[path];
      if (content !== undefined) return content;
      throw Object.assign(new Error(path), { code: 'ENOENT', syscall: 'open' });
    },
    fetchSecrets: async (ids) => new Map(ids.map((id) => [id, '{"pw":"canary-password"}'])),
  });
  return describeSettings(settings, flags);
}

async function describeOne(
  name: string,
  ...given: Parameters<typeof describeAll>
): Promise<SettingDescription> {
  const found = (await describeAll(...given)).find((setting) => setting.name === name);
  if (found === undefined) throw new Error(`There is no ${name}`);
  return found;
}

describe('describeSettings', () => {
  it('says of each value where it is from', async () => {
    const fromOption = await describeOne('DIFY_OUTPUT_MODE', {}, { mode: 'per_user' });
    expect(fromOption).toMatchObject({
      state: 'set',
      value: 'per_user',
      origin: { place: 'option', name: '--mode' },
    });
    const env = { MAX_RETRY: '7' };
    expect(await describeOne('MAX_RETRIES', env, {}, 'MAX_RETRIES=5')).toMatchObject({
      value: '7',
      origin: { place: 'environment', name: 'MAX_RETRY' },
    });
    expect(await describeOne('MAX_RETRIES', {}, {}, 'MAX_RETRIES=5')).toMatchObject({
      value: '5',
      origin: { place: 'env_file', name: 'MAX_RETRIES' },
    });
    expect(await describeOne('MAX_RETRIES', {})).toMatchObject({
      state: 'default',
      value: '3',
      origin: undefined,
    });
    expect(inEnglish(await describeOne('NO_PROXY', {}))).toMatchObject({
      state: 'unset',
      value: undefined,
      whenUnset: 'none',
    });
  });

  it('says where a secret is, and never what', async () => {
    const file = await describeOne('DIFY_PASSWORD', { DIFY_PASSWORD_FILE: '/password' });
    expect(file).toMatchObject({
      state: 'set',
      isSecret: true,
      value: undefined,
      origin: { place: 'environment', name: 'DIFY_PASSWORD_FILE', reference: undefined },
    });
    const aws = await describeOne('DIFY_PASSWORD', { DIFY_PASSWORD: 'aws-sm:prod/dify#pw' });
    expect(aws).toMatchObject({
      state: 'set',
      value: undefined,
      origin: { place: 'environment', reference: 'aws-sm:prod/dify#pw' },
    });
    const systemd = { CREDENTIALS_DIRECTORY: CREDENTIALS };
    expect(await describeOne('EXTERNAL_API_TOKEN', systemd)).toMatchObject({
      state: 'set',
      value: undefined,
      origin: {
        place: 'credentials_directory',
        name: '$CREDENTIALS_DIRECTORY/EXTERNAL_API_TOKEN',
      },
    });
  });

  it('shows what is in effect where that depends on more than one setting', async () => {
    const env = {
      DIFY_API_BASE_URL: 'http://localhost',
      XDG_STATE_HOME: '/var/state',
      API_METER_TENANT_ID: '5b0e4d1a-7c22-4f6b-9a3e-0d8f6c1b2a47',
      LOG_LEVEL: 'error',
    };
    const flags = { verbose: true };

    expect(await describeOne('DIFY_USAGE_STATE_DIR', env)).toMatchObject({
      state: 'default',
      value: '/var/state/dify-usage',
    });
    expect(await describeOne('EXTERNAL_API_FORMAT', env)).toMatchObject({
      state: 'default',
      value: 'api-meter',
    });
    expect(await describeOne('LOG_LEVEL', env, flags)).toMatchObject({
      value: 'debug',
      origin: { place: 'option', name: '--verbose' },
    });
  });

  it('shows nothing of a wrong value, which may be a secret at the wrong place', async () => {
    const env = { DIFY_EMAIL: 'canary-password', DIFY_PASSWORD_FILE: 'canary-password' };
    const settings = await describeAll(env);
    const states = new Map(settings.map(({ name, state }) => [name, state]));

    expect(states.get('DIFY_EMAIL')).toBe('wrong');
    expect(states.get('DIFY_PASSWORD')).toBe('wrong');
    expect(JSON.stringify(settings)).not.toContain('canary');
  });

  it.each([
    ['API_METER_TENANT_ID', 'canary', { EXTERNAL_API_FORMAT: 'external-api' }],
    ['AWS_ENDPOINT_URL_SECRETS_MANAGER', 'https:/x/?k=canary', {}],
    ['AWS_REGION', 'canary', {}],
    ['CRON_SCHEDULE', 'canary', {}],
    ['CRON_SCHEDULE', '@canary', {}],
    ['DIFY_FETCH_PERIOD', 'canary', { START_DATE: '2026-11-01' }],
    ['END_DATE', 'canary', {}],
    ['LOG_LEVEL', 'canary', {}],
    ['NO_PROXY', 'localhost,http://u:canary@p', {}],
    ['START_DATE', 'canary', {}],
  ])(
    'shows nothing of a %s that cannot be one, although nothing uses it',
    async (name, text, env) => {
      const flags = { from: '2026-11-01', to: '2026-11-30' };
      const flag = name === 'START_DATE' || name === 'END_DATE' ? {} : flags;

      const settings = await describeAll({ ...env, [name]: text }, flag);

      expect(settings.find((setting) => setting.name === name)?.origin?.name).toBe(name);
      expect(JSON.stringify(settings)).not.toContain('canary');
    },
  );

  it.each([
    ['API_METER_TENANT_ID', '5b0e4d1a-7c22-4f6b-9a3e-0d8f6c1b2a47'],
    ['CRON_SCHEDULE', '7 */2 1-5,8 * MON#1'],
    ['CRON_SCHEDULE', '@daily'],
    ['DIFY_FETCH_PERIOD', 'last_7_days'],
    ['DIFY_FETCH_PERIOD', '2026-11'],
    ['NO_PROXY', 'localhost, .例え.jp,*.corp.example.com:8443,10.0.0.0/8,[fd00::5]:80'],
    ['START_DATE', '2026-11-01'],
  ])('shows a %s of %s', async (name, text) => {
    expect(await describeOne(name, { [name]: text })).toMatchObject({ state: 'set', value: text });
  });
});
