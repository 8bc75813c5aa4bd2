import { describe, expect, it } from 'vitest';
import type { Environment } from '../../src/config/find-setting.ts';
import { findUnknownVariables } from '../../src/config/find-unknown-variables.ts';

const inEnvironment = (env: Environment) => findUnknownVariables(env, {});
const inFile = (envFile: Environment) => findUnknownVariables({}, envFile);

describe('findUnknownVariables', () => {
  it.each([
    ['DIFY_PASWORD', 'DIFY_PASSWORD'],
    ['DIFY_PASSWORD_FIEL', 'DIFY_PASSWORD_FILE'],
    ['DFIY_EMAIL', 'DIFY_EMAIL'],
    ['dify_email', 'DIFY_EMAIL'],
    ['EXTERNAL_API_TOKENS', 'EXTERNAL_API_TOKEN'],
    ['API_METER_TENANTID', 'API_METER_TENANT_ID'],
  ])('takes %s for a misspelling of %s wherever it is set', (name, nearest) => {
    const misspelling = [{ name, nearest, isMisspelling: true }];

    expect(inEnvironment({ [name]: 'x' })).toEqual(misspelling);
    expect(inFile({ [name]: 'x' })).toEqual(misspelling);
  });

  it('takes a name like one of everybody for a misspelling in our own file only', () => {
    expect(inFile({ MAX_RETRYS: '3' })).toEqual([
      { name: 'MAX_RETRYS', nearest: 'MAX_RETRY', isMisspelling: true },
    ]);
    expect(inEnvironment({ LOGLEVEL: 'x' })).toEqual([
      { name: 'LOGLEVEL', nearest: 'LOG_LEVEL', isMisspelling: false },
    ]);
  });

  it('names what has a prefix of ours, with the nearest name where there is one', () => {
    expect(inEnvironment({ DIFY_BIND_ADDRESS: 'x', DIFY_EMAIL_FILE: 'x' })).toEqual([
      { name: 'DIFY_BIND_ADDRESS', nearest: undefined, isMisspelling: false },
      { name: 'DIFY_EMAIL_FILE', nearest: 'DIFY_EMAIL', isMisspelling: false },
    ]);
  });

  it.each([
    ['DIFY_FETCH_START_DATE', 'START_DATE'],
    ['DIFY_END_DATE', 'END_DATE'],
    ['API_METER_URL', 'EXTERNAL_API_URL'],
    ['API_METER_TOKEN', 'EXTERNAL_API_TOKEN'],
  ])('knows what has become of %s: %s', (name, nearest) => {
    const renamed = [{ name, nearest, isMisspelling: true, former: 'renamed' }];

    expect(inEnvironment({ [name]: 'x' })).toEqual(renamed);
    expect(inFile({ [name]: 'x' })).toEqual(renamed);
  });

  it('takes a former name that others have too for ours in our own file only', () => {
    const url = { name: 'DIFY_API_URL', nearest: 'DIFY_API_BASE_URL', former: 'renamed' };

    expect(inFile({ DIFY_API_URL: 'x' })).toEqual([{ ...url, isMisspelling: true }]);
    expect(inEnvironment({ DIFY_API_URL: 'x' })).toEqual([{ ...url, isMisspelling: false }]);
    expect(inFile({ BATCH_SIZE: '3' })).toMatchObject([{ former: 'obsolete' }]);
    expect(inEnvironment({ BATCH_SIZE: '3', DIFY_API_KEY: 'x' })).toMatchObject([
      { name: 'DIFY_API_KEY', former: 'gone' },
    ]);
  });

  it('knows aliases, lower-case proxies and files of secrets', () => {
    const env = { MAX_RETRY: '1', http_proxy: 'x', no_proxy: 'x', DIFY_ADMIN_API_KEY_FILE: 'x' };

    expect(inFile({ ...env, AWS_ENDPOINT_URL: 'x' })).toEqual([]);
  });

  it('leaves alone what belongs to other programs, and what Kubernetes sets for a service', () => {
    const env = {
      PATH: '/bin',
      FTP_PROXY: 'x',
      ALL_PROXY: 'x',
      HOME: '/root',
      MAIL: 'x',
      DIFY_API_SERVICE_HOST: '10.0.0.1',
      DIFY_API_SERVICE_PORT: '5001',
      DIFY_API_SERVICE_PORT_HTTP: '5001',
      DIFY_API_PORT: 'tcp://10.0.0.1:5001',
      DIFY_API_PORT_5001_TCP: 'tcp://10.0.0.1:5001',
      DIFY_API_PORT_5001_TCP_ADDR: '10.0.0.1',
    };

    expect(inEnvironment(env)).toEqual([]);
  });

  it('does not mind an empty one', () => {
    expect(inFile({ DIFY_PASWORD: '' })).toEqual([]);
  });

  it('names one that is set twice once', () => {
    expect(findUnknownVariables({ DIFY_EMIAL: 'x' }, { DIFY_EMIAL: 'x' })).toHaveLength(1);
  });
});
