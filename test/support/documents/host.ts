import { execFileSync, spawn } from 'node:child_process';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Stage } from '../stage.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { standIns } from './stand-ins.ts';

/** A host on which a document is followed: a clone of the repository, a home, and settings of the stage. */
export type Host = {
  /** Runs a line of the crontab, without more of an environment than cron gives. */
  runAsCron(line: string): Promise<HostRun>;
  /** Runs what a person types, in the clone and at a terminal without control codes. */
  runAtTerminal(script: string, env?: Environment): Promise<HostRun>;
};

export type HostRun = {
  readonly status: number | null;
  /** Of stdout and stderr. */
  readonly output: string;
};

export type HostOptions = {
  /** Settings beside the addresses, the credentials and the zone that is billed in. */
  readonly settings?: Environment;
  /** Whether the settings are in their place already; otherwise the document has to put them there. */
  readonly isSetUp?: boolean;
};

type Environment = Readonly<Record<string, string>>;

/** The one place outside of the clone and the home that is written to; a file in a directory of its own stands for it. */
const SETTINGS = '/etc/dify-usage.env';

/** What no clone has. */
const LEFT_BEHIND = ['.git', '.cache', 'node_modules', 'dist'];

export async function startHost(
  stage: Stage,
  { settings = {}, isSetUp = true }: HostOptions = {},
): Promise<Host> {
  const root = await temporaryDirectory();
  const home = join(root, 'home');
  const clone = join(root, 'clone');
  const prefix = join(root, 'prefix');
  const filledIn = join(root, 'filled-in.env');
  const placed = join(root, 'dify-usage.env');

  for (const directory of [home, clone, prefix]) await mkdir(directory);
  const cloned = (await readdir('.')).filter((name) => !LEFT_BEHIND.includes(name));
  execFileSync('cp', ['-r', ...cloned, clone]);
  const { TZ, DIFY_USAGE_STATE_DIR, DIFY_CONCURRENCY, ...connection } = stage.env;
  const values = { ...connection, DIFY_USAGE_TIMEZONE: 'Asia/Tokyo', ...settings };
  await writeFile(filledIn, await fillIn(values), { mode: 0o600 });
  if (isSetUp) await cp(filledIn, placed);
  const { inFront, behind } = await standIns({ directory: root, prefix, filledIn });

  const env = {
    HOME: home,
    LOGNAME: userInfo().username,
    PATH: [inFront, join(prefix, 'bin'), behind, '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    NODE_OPTIONS: `--import=${resolve('test/support/shift-clock.mjs')}`,
    TEST_NOW: stage.now(),
    // Whatever a block asks of npm stays on this host, and asks no registry.
    npm_config_prefix: prefix,
    npm_config_offline: 'true',
  };
  const person = { ...env, USER: env.LOGNAME, EDITOR: join(inFront, 'fill-in'), TERM: 'dumb' };
  const place = (script: string) => script.replaceAll(SETTINGS, placed);
  return {
    runAsCron: (line) => run('/bin/sh', ['-c', place(line)], home, env),
    runAtTerminal: (script, more = {}) =>
      run('script', ['-qec', 'bash -e -c "$SCRIPT"', '/dev/null'], clone, {
        ...person,
        ...more,
        SCRIPT: place(script),
      }),
  };
}

/** `.env.example` as somebody has it who has put these values in. */
async function fillIn(values: Environment): Promise<string> {
  let example = await readFile('.env.example', 'utf8');
  for (const [name, value] of Object.entries(values)) {
    const line = new RegExp(`^#?${name}=.*$`, 'm');
    if (!line.test(example)) throw new Error(`.env.example has no ${name}`);
    example = example.replace(line, () => `${name}='${value}'`);
  }
  return example;
}

async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Environment,
): Promise<HostRun> {
  const program = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const status = new Promise<number | null>((end, fail) => {
    program.on('error', fail);
    program.on('close', end);
  });
  const output = await Promise.all([text(program.stdout), text(program.stderr)]);
  return { status: await status, output: output.join('').replaceAll('\r\n', '\n') };
}
