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

/**
 * Where a secret can be read, in whatever form: on the output of a run or in its state directory.
 *
 * A reader of such a place sees text, JSON, addresses and headers, and each writes in its own way.
 */
export async function findLeaks(
  run: CliRun,
  secrets: readonly string[],
  stateDir: string,
): Promise<string[]> {
  const places: [string, string][] = [
    ['stdout', run.stdout],
    ['stderr', run.stderr],
    ...(await readFiles(stateDir)),
  ];
  const forms = secrets.flatMap((secret) => writtenForms(secret).map((form) => [secret, form]));
  return places.flatMap(([place, text]) =>
    forms
      .filter(([, form = '']) => text.includes(form))
      .map(([secret, form]) => `${secret} in ${place} as ${form}`),
  );
}

/** The secrets of a run: what it was configured with, and what Dify gave it. */
export function secretsOf(env: Environment, dify: FakeDify): string[] {
  return [...configuredSecrets(env), ...sessionSecrets(dify)];
}

/** A secret in plain text, in JSON, in an address and in Base64. */
function writtenForms(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inAddress = encodeURIComponent(secret);
  const inLowerCase = inAddress.replaceAll(/%../g, (octet) => octet.toLowerCase());
  const inForm = inAddress.replaceAll('%20', '+');
  return [...new Set([secret, inJson, inAddress, inLowerCase, inForm, ...base64Forms(secret)])];
}

/** As it shows within the Base64 of a longer text, such as `user:secret`, wherever it begins there. */
function base64Forms(secret: string): string[] {
  const within = ['', 'x', 'xx'].map((before) => {
    const text = Buffer.from(`${before}${secret}`).toString('base64');
    return text.slice(before.length + 1 - Number(before === ''), text.length - 4);
  });
  return within
    .filter((text) => text.length >= 6) // less stands in many a text by chance
    .flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
}

function configuredSecrets(env: Environment): string[] {
  const query = new URL(env['EXTERNAL_API_URL'] ?? 'http://none').searchParams;
  const values = [
    ...SECRET_VARIABLES.flatMap((name) => env[name] ?? []),
    ...query.values(),
    ...proxyPasswords(env),
    ...extraHeaderValues(env),
  ];
  return values.filter((value) => !value.startsWith('aws-sm:')); // where it is, which may be told
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
