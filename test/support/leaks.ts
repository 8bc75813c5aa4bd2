import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { CliRun, Environment } from './cli.ts';
import type { FakeDify } from './fake-dify/server.ts';

const SECRET_VARIABLES = [
  'DIFY_PASSWORD',
  'EXTERNAL_API_TOKEN',
  'DIFY_ADMIN_API_KEY',
  'DIFY_BASIC_AUTH',
];

/** Where a password or a token of this run can be read: on its output or in its state directory. */
export async function findLeaks(
  run: CliRun,
  env: Environment,
  stateDir: string,
  dify: FakeDify,
): Promise<string[]> {
  const secrets = [...configuredSecrets(env), ...sessionSecrets(dify)];
  const places: [string, string][] = [
    ['stdout', run.stdout],
    ['stderr', run.stderr],
    ...(await readFiles(stateDir)),
  ];
  return places.flatMap(([place, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${place}`),
  );
}

function configuredSecrets(env: Environment): string[] {
  const query = new URL(env['EXTERNAL_API_URL'] ?? 'http://none').searchParams;
  const values = [
    ...SECRET_VARIABLES.flatMap((name) => env[name] ?? []),
    ...query.values(),
    ...proxyPasswords(env),
    ...extraHeaderValues(env),
  ];
  return values.flatMap((value) => [value, Buffer.from(value).toString('base64')]);
}

/** The password, and user and password together as the header has them. */
function proxyPasswords(env: Environment): string[] {
  return ['HTTPS_PROXY', 'HTTP_PROXY'].flatMap((name) => {
    const { username, password } = new URL(
      (env[name] ?? 'none').replace(/^(?!https?:)/, 'http://'),
    );
    return password === '' ? [] : [password, `${username}:${password}`];
  });
}

/** Of headers that are given as a JSON object. */
function extraHeaderValues({ DIFY_EXTRA_HEADERS: text = '{}' }: Environment): string[] {
  return Object.values(JSON.parse(text));
}

/** What the program authorised its requests with: access, refresh and CSRF tokens. */
function sessionSecrets({ requests }: FakeDify): string[] {
  const secrets = new Set<string>();
  for (const { headers } of requests) {
    const { authorization = '', cookie = '' } = headers;
    secrets.add(authorization.replace('Bearer ', ''));
    for (const pair of cookie.split('; ')) secrets.add(pair.slice(pair.indexOf('=') + 1));
  }
  secrets.delete('');
  return [...secrets];
}

async function readFiles(directory: string): Promise<[string, string][]> {
  const stats = await lstat(directory).catch(() => undefined);
  if (stats?.isDirectory() !== true) return [];
  const files: [string, string][] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) files.push(...(await readFiles(path)));
    else if (entry.isFile()) files.push([path, readable(await readFile(path))]);
  }
  return files;
}

function readable(content: Uint8Array): string {
  try {
    return gunzipSync(content).toString();
  } catch {
    return Buffer.from(content).toString();
  }
}
