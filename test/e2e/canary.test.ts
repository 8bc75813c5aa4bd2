import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import type { ScriptedAnswer } from '../support/fake-receiver.ts';
import { secretString, startFakeSecretsManager } from '../support/fake-secrets-manager.ts';
import { type RunOptions, type Stage, startStage } from '../support/stage.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** Secrets with everything that some notation writes in a way of its own. */
const PASSWORD = 'canary pass "1" \\ ä&+%/=?~9';
const TOKEN = 'canary-"tok"-\\-&+%/=?~-7';
const QUERY_KEY = 'canary key/+%1';
const AWS_KEY = 'canary-aws-secret-access-key-3';
const AWS_SESSION = 'canary-aws-session-token-4';
const SECRETS = [PASSWORD, TOKEN, QUERY_KEY, AWS_KEY, AWS_SESSION];

/** What somebody says who repeats what was sent, in every way in which it may be written. */
function repeat(...secrets: readonly string[]): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return secrets
    .flatMap((secret) => [
      secret,
      JSON.stringify(secret),
      encodeURIComponent(secret),
      base64(secret),
      base64(`x:${secret}`),
      base64(`me:${secret}:and more`),
      Buffer.from(secret).toString('base64url'),
    ])
    .join(' | ');
}

function inPhp(message: string): string {
  return JSON.stringify({ message }).replaceAll('/', '\\/').replaceAll('ä', '\\u00e4');
}

function inDotNet(message: string): string {
  return JSON.stringify({ message })
    .replaceAll('\\"', '\\u0022')
    .replaceAll('+', '\\u002B')
    .replaceAll('&', '\\u0026');
}

const saidToReceiver = repeat(TOKEN, QUERY_KEY);
const saidToDify = repeat(PASSWORD);

const OCTOBER = ['export', '--period', '2026-10', '--timezone', 'UTC'];
const ALL_LOGS = { LOG_LEVEL: 'trace' };

/** Takes what stands in the environment by default out of it. */
const UNSET = { DIFY_PASSWORD: undefined, EXTERNAL_API_TOKEN: undefined };

async function startCanary(): Promise<Stage> {
  const build = worldBuilder('1.14.2');
  build.owner.password = PASSWORD;
  build.run(build.app('workflow'), { nodes: [llm()] });
  build.message(build.app('chat'));
  return await startStage({ world: build.world, receiver: { token: TOKEN } });
}

type Way = (
  stage: Stage,
) => Promise<Pick<RunOptions, 'env'> & { readonly args?: readonly string[] }>;

const WAYS: Readonly<Record<string, Way>> = {
  'the environment': async () => ({
    env: { DIFY_PASSWORD: PASSWORD, EXTERNAL_API_TOKEN: TOKEN },
  }),
  'an env file': async () => {
    const path = join(await temporaryDirectory(), 'env');
    await writeFile(path, `DIFY_PASSWORD='${PASSWORD}'\nEXTERNAL_API_TOKEN='${TOKEN}'\n`);
    return { env: UNSET, args: ['--env-file', path] };
  },
  'files that NAME_FILE names': async () => {
    const folder = await temporaryDirectory();
    await writeFile(join(folder, 'password'), `${PASSWORD}\n`);
    await writeFile(join(folder, 'token'), `${TOKEN}\n`);
    const env = {
      DIFY_PASSWORD_FILE: join(folder, 'password'),
      EXTERNAL_API_TOKEN_FILE: join(folder, 'token'),
    };
    return { env: { ...UNSET, ...env } };
  },
  'credentials of systemd': async () => {
    const folder = join(await temporaryDirectory(), 'credentials');
    await mkdir(folder);
    await writeFile(join(folder, 'DIFY_PASSWORD'), `${PASSWORD}\n`);
    await writeFile(join(folder, 'external_api_token'), TOKEN);
    return { env: { ...UNSET, CREDENTIALS_DIRECTORY: folder } };
  },
  'AWS Secrets Manager': async () => {
    const server = await startFakeSecretsManager({
      'prod/dify': secretString(JSON.stringify({ pw: PASSWORD, token: TOKEN })),
    });
    onTestFinished(() => server.close());
    const env = {
      DIFY_PASSWORD: 'aws-sm:prod/dify#pw',
      EXTERNAL_API_TOKEN: 'aws-sm:prod/dify#token',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: server.endpoint,
      AWS_REGION: 'ap-northeast-1',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: AWS_KEY,
      AWS_SESSION_TOKEN: AWS_SESSION,
    };
    return { env };
  },
};

const COMMANDS: readonly (readonly string[])[] = [
  ['check', '--send-test'],
  ['check', '--json'],
  ['config', '--verbose'],
  ['config', '--json'],
  [...OCTOBER, '--plan'],
  [...OCTOBER, '--dry-run', '--verbose'],
  [...OCTOBER, '--verbose'],
  [...OCTOBER, '--json', '--force', '--mode', 'all'],
  ['spool', 'list', '--json'],
  ['spool', 'retry', '--verbose'],
  ['cache', 'verify', '--json'],
];

/** A run that must show none of them; Stage looks for them. */
function runQuietly(stage: Stage, args: readonly string[], env: RunOptions['env']) {
  return stage.run(args, {
    env: { ...ALL_LOGS, EXTERNAL_API_TOKEN: TOKEN, ...env },
    secrets: SECRETS,
  });
}

describe('no secret shows', () => {
  it.each(Object.entries(WAYS))('in any command that has it from %s', async (_name, way) => {
    const stage = await startCanary();
    const { env, args = [] } = await way(stage);

    for (const command of COMMANDS) {
      const run = await runQuietly(stage, [...command, ...args], env);
      expect(run).toMatchObject({ status: 0 });
    }
    expect(stage.receiver.requests.length).toBeGreaterThan(0);
  });

  it.each<[string, ScriptedAnswer, number]>([
    ['refuses it and repeats it', { status: 401, body: { message: saidToReceiver } }, 77],
    ['repeats it as plain text', { status: 403, body: saidToReceiver }, 77],
    ['refuses the body and repeats it', { status: 422, body: { detail: saidToReceiver } }, 65],
    ['repeats it in JSON as PHP writes it', { status: 422, body: inPhp(saidToReceiver) }, 65],
    ['repeats it in JSON as .NET writes it', { status: 422, body: inDotNet(saidToReceiver) }, 65],
    ['fails and repeats it', { status: 500, body: { error: { message: saidToReceiver } } }, 75],
    [
      'repeats it with success',
      { body: { success: true, message: saidToReceiver }, stores: true },
      0,
    ],
    ['repeats it without success', { body: { success: false, message: saidToReceiver } }, 76],
    ['has no such address', { status: 404, body: { message: saidToReceiver } }, 78],
    [
      'redirects to a path that it is in',
      { status: 307, headers: { location: `https://e.test/${encodeURIComponent(TOKEN)}/x` } },
      78,
    ],
    [
      'redirects to where it is',
      { status: 307, headers: { location: `https://e.test/?${encodeURIComponent(TOKEN)}` } },
      78,
    ],
  ])('when the receiver %s', async (_what, answer, status) => {
    const stage = await startCanary();
    stage.receiver.always(answer);
    const address = new URL(stage.receiver.url);
    address.searchParams.set('key', QUERY_KEY);
    const env = { EXTERNAL_API_URL: address.href, MAX_RETRIES: '1' };

    // What is for people and what is for programs, of an export and of what it leaves behind.
    expect((await runQuietly(stage, ['check', '--send-test'], env)).stdout).not.toBe('');
    expect(await runQuietly(stage, [...OCTOBER, '--verbose'], env)).toMatchObject({ status });
    await runQuietly(stage, ['spool', 'list'], env);
    const again = [...OCTOBER, '--force', '--verbose', '--json'];
    expect(await runQuietly(stage, again, env)).toMatchObject({ status });

    expect(stage.receiver.requests.at(-1)?.headers.authorization).toBe(`Bearer ${TOKEN}`);
  });

  it.each<[string, RegExp, number, number]>([
    ['refuses the login', /^\/login/, 400, 77],
    ['fails at the login', /^\/login/, 500, 69],
    ['refuses the session', /^\/apps/, 401, 77],
    ['fails at the apps', /^\/apps/, 500, 69],
    ['fails at the runs', /workflow/, 500, 69],
  ])('when Dify %s and repeats what it was sent', async (_what, path, answered, status) => {
    const stage = await startCanary();
    const body = { code: 'invalid_param', message: saidToDify, status: answered };
    const action = { kind: 'answer', status: answered, body } as const;
    stage.dify.addFault({ path, times: Number.POSITIVE_INFINITY, action });

    for (const flag of ['--verbose', '--json']) {
      const run = await runQuietly(stage, [...OCTOBER, flag, '--force-login'], {});
      expect(run).toMatchObject({ status });
    }
    const checked = await runQuietly(stage, ['check', '--force-login'], {});
    expect(checked).toMatchObject({ status });
  });

  it('when the password is wrong, which is remembered', async () => {
    const stage = await startCanary();
    const wrong = { DIFY_PASSWORD: 'canary-wrong-password-5' };

    for (const args of [OCTOBER, [...OCTOBER, '--verbose'], [...OCTOBER, '--json']]) {
      expect(await runQuietly(stage, args, wrong)).toMatchObject({ status: 77 });
    }
  });

  it.each([
    'DIFY_API_BASE_URL',
    'EXTERNAL_API_URL',
    'HTTPS_PROXY',
    'AWS_ENDPOINT_URL_SECRETS_MANAGER',
  ])('when it stands in the address of %s', async (name) => {
    const stage = await startCanary();
    const secret = 'canary-in-address-6';
    const env = {
      DIFY_PASSWORD: 'aws-sm:x',
      [name]: `ftp://canary-user-8:${secret}@127.0.0.1:1/x?key=canary-in-query-9`,
    };
    const secrets = [secret, 'canary-user-8', 'canary-in-query-9'];

    for (const command of [OCTOBER, ['check'], ['config'], ['config', '--json']]) {
      const run = await stage.run(command, { env: { ...ALL_LOGS, ...env }, secrets });
      expect(run).toMatchObject({ status: 78 });
      expect(`${run.stdout}${run.stderr}`).toContain(name);
    }
  });

  it('when secrets stand where something else belongs', async () => {
    const stage = await startCanary();
    const env = {
      DIFY_PASSWORD: undefined,
      DIFY_PASSWORD_FILE: PASSWORD,
      EXTERNAL_API_TOKEN: `${TOKEN} ${TOKEN}`,
    };

    const commands = [['check'], ['check', '--json'], ['config'], ['config', '--json']];
    for (const command of [OCTOBER, [...OCTOBER, '--json'], ...commands]) {
      expect(await runQuietly(stage, command, env)).toMatchObject({ status: 78 });
    }
  });
});
