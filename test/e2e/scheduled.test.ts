import { spawn } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const SETTINGS = '/etc/dify-usage.env';
const NOW = '2026-11-20T03:00:00Z';

describe('the lines of crontab.example, run by a shell as cron does', () => {
  it('export the month so far, then the month before, then what is spooled', async () => {
    const host = await startHost(await startStage({ world: worldOfTwoMonths(), now: NOW }));

    const runs = [];
    for (const line of await crontabCommands()) runs.push(await host.run(line));

    expect(runs).toEqual([
      { status: 0, output: '' },
      { status: 0, output: '' },
      { status: 0, output: '' },
    ]);
    expect(host.figures()).toEqual(['2026-10 15', '2026-11 15']);
  });

  it('leave a run that is at work alone, without a word for cron to mail', async () => {
    const host = await startHost(await startStage({ world: worldOfTwoMonths(), now: NOW }));
    const [hourly = ''] = await crontabCommands();

    const run = await host.run(`flock -n "$HOME/.dify-usage.flock" sh -c '${hourly}'`);

    expect(run).toEqual({ status: 75, output: '' });
    expect(host.figures()).toEqual([]);
  });
});

describe('the command of dify-usage@.service', () => {
  it('exports the period in the name of the unit', async () => {
    const stage = await startStage({ world: worldOfTwoMonths(), now: NOW });
    const host = await startHost(stage);
    const unit = await readFile('deploy/systemd/dify-usage@.service', 'utf8');
    const [, command = ''] = /^ExecStart=\/usr\/local\/bin\/(.*)$/m.exec(unit) ?? [];

    const run = await host.run(command.replace('%i', '2026-10'));

    expect(run).toEqual({ status: 0, output: '' });
    expect(host.figures()).toEqual(['2026-10 15']);
  });
});

/** A host with dify-usage in its PATH, the settings in a file, and the least of an environment. */
async function startHost(stage: Stage) {
  const home = await temporaryDirectory();
  const bin = join(home, 'bin');
  await mkdir(bin);
  await writeFile(
    join(bin, 'dify-usage'),
    [
      '#!/bin/sh',
      `exec '${process.execPath}' --import '${resolve('test/support/shift-clock.mjs')}' \\`,
      `  -- '${resolve('dist/bin/dify-usage.js')}' "$@"`,
    ].join('\n'),
  );
  await chmod(join(bin, 'dify-usage'), 0o755);
  const settings = join(home, 'settings.env');
  const { TZ: _, ...variables } = stage.env;
  await writeFile(
    settings,
    Object.entries({ ...variables, DIFY_USAGE_TIMEZONE: 'Asia/Tokyo' })
      .map(([name, value]) => `${name}='${value}'`)
      .join('\n'),
  );
  const env = { HOME: home, PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`, TEST_NOW: NOW };
  return {
    run: (command: string) => runShell(command.replaceAll(SETTINGS, settings), env),
    figures: () =>
      stage.receiver.rows('app_records').map((row) => `${row['period']} ${row['token_count']}`),
  };
}

/** What cron hands to the shell: everything behind the five fields of the time. */
async function crontabCommands(): Promise<readonly string[]> {
  const crontab = await readFile('crontab.example', 'utf8');
  return [...crontab.matchAll(/^(?:[\d*]\S* +)(?:\S+ +){4}(.*)$/gm)].map(([, line = '']) => line);
}

function runShell(command: string, env: Readonly<Record<string, string>>) {
  return new Promise<{ readonly status: number | null; readonly output: string }>((end, fail) => {
    const shell = spawn('/bin/sh', ['-c', command], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [shell.stdout, shell.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    shell.on('error', fail);
    shell.on('close', (status) => end({ status, output }));
  });
}

/** One run of 15 tokens in October, one in November. */
function worldOfTwoMonths() {
  const build = worldBuilder('1.14.2');
  const app = build.app('workflow');
  build.run(app, { at: '2026-10-10T03:00:00Z', nodes: [llm()] });
  build.run(app, { at: '2026-11-10T03:00:00Z', nodes: [llm()] });
  return build.world;
}
