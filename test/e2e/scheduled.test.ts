import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { crontabCommands } from '../support/documents/crontab-commands.ts';
import { startHost } from '../support/documents/host.ts';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { inShell } from '../support/in-shell.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const CLOCK = resolve('test/support/shift-clock.mjs');
const NOW = '2026-11-20T03:00:00Z';

describe('the lines of crontab.example, run by a shell as cron does', () => {
  it('export the month so far, then the month before, then what is spooled', async () => {
    const stage = await startStage({ world: worldOfTwoMonths(), now: NOW });
    const host = await startHost(stage);

    const runs = [];
    for (const line of await scheduledCommands()) runs.push(await host.runAsCron(line));

    expect(runs).toEqual([
      { status: 0, output: '' },
      { status: 0, output: '' },
      { status: 0, output: '' },
    ]);
    expect(figuresOf(stage)).toEqual(['2026-10 15', '2026-11 15']);
  });

  it('leave a run that is at work alone, without a word for cron to mail', async () => {
    const stage = await startStage({ world: worldOfTwoMonths(), now: NOW });
    const host = await startHost(stage);
    const [hourly = ''] = await scheduledCommands();

    const run = await host.runAsCron(`flock -n "$HOME/.dify-usage.flock" sh -c '${hourly}'`);

    expect(run).toEqual({ status: 75, output: '' });
    expect(figuresOf(stage)).toEqual([]);
  });
});

describe('the command of dify-usage@.service', () => {
  it('exports the period in the name of the unit', async () => {
    const stage = await startStage({ world: worldOfTwoMonths(), now: NOW });
    const host = await startHost(stage);
    const unit = await readFile('deploy/systemd/dify-usage@.service', 'utf8');
    const [, command = ''] = /^ExecStart=\/usr\/local\/bin\/(.*)$/m.exec(unit) ?? [];

    const run = await host.runAsCron(command.replace('%i', '2026-10'));

    expect(run).toEqual({ status: 0, output: '' });
    expect(figuresOf(stage)).toEqual(['2026-10 15']);
  });
});

describe('packages that are links, as pnpm installs them', () => {
  it('are found while stdout and stderr are pipes, and the settings come through one', async () => {
    const stage = await startStage({ world: worldOfTwoMonths(), now: NOW });
    const program = await linkedInstallation();
    const { TZ, DIFY_USAGE_STATE_DIR = '', ...settings } = stage.env;
    const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'`);

    const run = await inShell(
      { ...stage, env: { DIFY_USAGE_STATE_DIR } },
      `'${process.execPath}' --import '${CLOCK}' -- '${program}' export --period 2026-10 --timezone UTC \
        --env-file <(echo "$TEST_LINE") 2>&1 | cat; exit \${PIPESTATUS[0]}`,
      { line: lines.join('\n') },
    );

    expect(run).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(figuresOf(stage)).toEqual(['2026-10 15']);
  });
});

/** The built program beside links to the packages that it needs. */
async function linkedInstallation(): Promise<string> {
  const home = await temporaryDirectory();
  const { dependencies } = JSON.parse(await readFile('package.json', 'utf8'));
  await cp('dist', join(home, 'dist'), { recursive: true });
  await cp('package.json', join(home, 'package.json'));
  for (const name of Object.keys(dependencies)) {
    const place = join(home, 'node_modules', name);
    await mkdir(dirname(place), { recursive: true });
    await symlink(resolve('node_modules', name), place);
  }
  return join(home, 'dist/bin/dify-usage.js');
}

function figuresOf({ receiver }: Stage): readonly string[] {
  return receiver.rows('app_records').map((row) => `${row['period']} ${row['token_count']}`);
}

async function scheduledCommands(): Promise<readonly string[]> {
  return crontabCommands(await readFile('crontab.example', 'utf8'));
}

/** One run of 15 tokens in October, one in November. */
function worldOfTwoMonths() {
  const build = worldBuilder('1.14.2');
  const app = build.app('workflow');
  build.run(app, { at: '2026-10-10T03:00:00Z', nodes: [llm()] });
  build.run(app, { at: '2026-11-10T03:00:00Z', nodes: [llm()] });
  return build.world;
}
