import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { hasProgram } from '../support/has-program.ts';
import { inShell } from '../support/in-shell.ts';
import { smallDisk } from '../support/small-disk.ts';
import { type Stage, startStage } from '../support/stage.ts';

const OCTOBER = 'export --period 2026-10 --timezone Asia/Tokyo';
const APPS = 20;
const ID = '0'.repeat(32);

/** Commands that succeed on an empty state directory, and what they say of it on stdout. */
const COMMANDS = [
  OCTOBER,
  `${OCTOBER} --dry-run`,
  `${OCTOBER} --plan`,
  'export --catch-up --timezone Asia/Tokyo',
  'check',
  'config',
  'spool list',
  'spool retry',
  'cache verify',
  'cache clear --yes',
  'completion bash',
  'help',
];

describe('a reader of stdout that goes away', () => {
  it.each([...COMMANDS, `${OCTOBER} --json`, '--help', '--version'])(
    'changes nothing for %s',
    async (command) => {
      const stage = await startStage({ world: longNames() });

      const run = await inShell(stage, `dify-usage ${command} | true; exit \${PIPESTATUS[0]}`);

      expect(run).toEqual({ status: 0, stdout: '', stderr: '' });
    },
  );

  it('lets the run deliver and keep its receipt', async () => {
    const stage = await startStage({ world: longNames() });

    const run = await inShell(stage, `dify-usage ${OCTOBER} --json | true; exit \${PIPESTATUS[0]}`);

    expect(run.status).toBe(0);
    expect(stage.receiver.rows('app_records')).toHaveLength(APPS);
    expect(stage.receiver.requests[0]?.body.length).toBeGreaterThan(64 * 1024);
    expect(await readdir(join(stage.stateDir, 'spool'))).toEqual([]);
    expect(await readdir(join(stage.stateDir, 'receipts'))).toHaveLength(1);
  });

  it('gets its first line', async () => {
    const stage = await startStage({ world: longNames() });

    const run = await inShell(
      stage,
      `dify-usage ${OCTOBER} --dry-run --format csv | head -1; exit \${PIPESTATUS[0]}`,
    );

    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toBe(
      'record,period,period_type,app_id,app_name,token_count,total_price,currency\r\n',
    );
  });

  it('is no better off on stderr', async () => {
    const stage = await startStage({ world: longNames() });

    const run = await inShell(
      stage,
      `{ dify-usage ${OCTOBER} --verbose 2>&1 >&3 | true; exit \${PIPESTATUS[0]}; } 3>&1`,
    );

    expect(run).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(stage.receiver.rows('app_records')).toHaveLength(APPS);
  });
});

describe('stdout and stderr that are closed', () => {
  it.each(['>&-', '2>&-', '>&- 2>&-', '<&- >&- 2>&-'])(
    'do not hold up a delivery, nor get into a file: %s',
    async (closed) => {
      const stage = await startStage({ world: longNames() });

      const run = await inShell(stage, `dify-usage ${OCTOBER} --format json ${closed}`);

      expect(run).toMatchObject({ status: 0, stderr: '' });
      expect(stage.receiver.rows('app_records')).toHaveLength(APPS);
      const [receipt = ''] = await readdir(join(stage.stateDir, 'receipts'));
      JSON.parse(await readFile(join(stage.stateDir, 'receipts', receipt), 'utf8'));
    },
  );
});

describe.skipIf(process.platform !== 'linux')('stdout on a full disk', () => {
  it.each([
    `${OCTOBER} --dry-run`,
    `${OCTOBER} --plan`,
    `${OCTOBER} --json`,
    `${OCTOBER} --format csv`,
    'spool list',
    'cache verify --json',
    'completion zsh',
    '--help',
    '--version',
  ])('is status 74 of %s', async (command) => {
    const stage = await startStage({ world: smallWorld() });

    const run = await inShell(stage, `dify-usage ${command} > /dev/full`);

    expect(run).toEqual({
      status: 74,
      stdout: '',
      stderr: 'dify-usage: Standard output could not be written (ENOSPC) and is not whole.\n',
    });
  });

  it('is said after a delivery that was done all the same', async () => {
    const stage = await startStage({ world: smallWorld() });

    expect(await inShell(stage, `dify-usage ${OCTOBER} --json > /dev/full`)).toMatchObject({
      status: 74,
    });
    expect(stage.receiver.rows('app_records')).toHaveLength(1);
  });

  it('does not hide what is more urgent', async () => {
    const stage = await startStage({ world: smallWorld() });
    stage.receiver.always({ status: 401 });

    const run = await inShell(stage, `dify-usage ${OCTOBER} --json > /dev/full`);

    expect(run).toMatchObject({ status: 77 });
  });

  it('leaves no status of its own to stderr', async () => {
    const stage = await startStage({ world: smallWorld() });

    expect(await inShell(stage, 'dify-usage exprt 2> /dev/full')).toMatchObject({ status: 64 });
  });

  it.skipIf(process.getuid?.() !== 0)(
    'is noticed where a part of the data finds room',
    async ({ skip }) => {
      const disk = await smallDisk(16);
      if (disk === undefined) return skip('mounting is not allowed here');
      const stage = await startStage({ world: longNames() });

      const run = await inShell(stage, `dify-usage ${OCTOBER} --dry-run > ${disk}/data.json`);

      expect(run).toMatchObject({ status: 74 });
      expect(run.stderr).toContain('ENOSPC');
    },
  );

  it.skipIf(process.getuid?.() !== 0)(
    'is part of the result where it is that of --output',
    async ({ skip }) => {
      const disk = await smallDisk(16);
      if (disk === undefined) return skip('mounting is not allowed here');
      const stage = await startStage({ world: longNames() });
      const file = join(disk, 'data.json');

      const run = await stage.run([...OCTOBER.split(' '), '--output', file, '--json']);

      expect(run.status).toBe(74);
      expect(JSON.parse(run.stdout)).toMatchObject({
        status: 74,
        output_error: `The file ${file} of --output cannot be written (ENOSPC): check its directory, who may write there, and the space on its disk.`,
        delivery: { delivered: [{ records: APPS }] },
      });
    },
  );
});

describe('--quiet and --verbose', () => {
  // A quiet check is what is wrong alone; what config shows differs with each stage.
  const withData = COMMANDS.filter((command) => !['check', 'config'].includes(command));
  it.each(withData)('leave the data of %s alone', async (command) => {
    const [plain, quiet, verbose] = await Promise.all(
      ['', '--quiet', '--verbose'].map(async (flag) => {
        const stage = await startStage({ world: smallWorld() });
        const run = await inShell(stage, `dify-usage ${command} ${flag}`);
        return { ...run, stdout: run.stdout.replaceAll(stage.stateDir, '…') };
      }),
    );

    expect(quiet).toEqual({ status: 0, stdout: quiet?.stdout, stderr: '' });
    expect(verbose?.status).toBe(0);
    if (command.includes('--plan')) return; // it tells how long this Dify took
    expect(quiet?.stdout).toBe(plain?.stdout);
    expect(verbose?.stdout).toBe(plain?.stdout);
  });

  it('log every step, or none', async () => {
    const stage = await startStage({ world: smallWorld() });

    const verbose = await inShell(stage, `dify-usage ${OCTOBER} --verbose`);

    expect(verbose.stderr).toContain('"code":"signed_in"');
    expect(verbose.stderr).toContain('Delivered 1 record(s)');
  });

  it('do not silence what went wrong', async () => {
    const stage = await startStage({ world: smallWorld() });
    stage.receiver.always({ status: 401 });

    for (const command of [OCTOBER, 'spool retry']) {
      const run = await inShell(stage, `dify-usage ${command} --quiet`);
      expect(run).toMatchObject({ status: 77, stdout: '' });
      expect(run.stderr).toContain('EXTERNAL_API_TOKEN');
    }
    expect(await inShell(stage, `dify-usage spool rm ${ID} --quiet`)).toMatchObject({
      status: 64,
      stderr: `dify-usage: The spool holds no ${ID}: see dify-usage spool list. See dify-usage spool rm --help.\n`,
    });
  });
});

const NO_SCRIPT = hasProgram('script') ? '' : ' (script is missing)';

describe.skipIf(NO_SCRIPT !== '')(`a terminal${NO_SCRIPT}`, () => {
  it.each(COMMANDS)('is shown no colour by %s, but for one line of progress', async (command) => {
    const stage = await startStage({ world: smallWorld() });

    const run = await inTerminal(stage, `dify-usage ${command}`);

    const withoutProgress = run.stdout
      .split('\r\u001b[K')
      .filter((part) => !part.startsWith('Reading Dify: '))
      .join('');
    expect(withoutProgress).toBe(stripVTControlCharacters(withoutProgress));
    expect(run.status).toBe(0);
  });

  it('is shown the progress of an export', async () => {
    const stage = await startStage({ world: smallWorld() });

    const run = await inTerminal(stage, `dify-usage ${OCTOBER}`);

    expect(run.stdout).toContain('\r\u001b[KReading Dify: ');
    expect(run.stdout).toContain('Delivered 1 record(s)');
  });

  it.each([
    ['is dumb', `TERM=dumb dify-usage ${OCTOBER}`],
    ['is not asked for', `dify-usage ${OCTOBER} --quiet`],
    ['is not that of stderr', `dify-usage ${OCTOBER} 2> /dev/null`],
  ])('is shown no control code where it %s', async (_what, line) => {
    const stage = await startStage({ world: smallWorld() });

    const run = await inTerminal(stage, line);

    expect(run.status).toBe(0);
    expect(run.stdout).not.toContain('\u001b');
  });

  it.each(['spool retry', OCTOBER])('is told nothing by %s --quiet', async (command) => {
    const stage = await startStage({ world: smallWorld() });

    expect(await inTerminal(stage, `dify-usage ${command} --quiet`)).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });

  it.each([OCTOBER, `${OCTOBER} --plan`, 'spool list', 'cache verify'])(
    'is told by %s of a setting that has no effect',
    async (command) => {
      const stage = await startStage({ world: smallWorld() });

      const run = await inTerminal(stage, `DIFY_USAGE_TIMEZON=Asia/Tokyo dify-usage ${command}`);

      expect(run.stdout).toContain(
        'Notice: DIFY_USAGE_TIMEZON: No setting has this name, so that it has no effect. Is DIFY_USAGE_TIMEZONE meant?',
      );
      expect(run.status).toBe(0);
    },
  );

  it('is asked, and keeps what is not given up', async () => {
    const { stage, id } = await oneWaiting();

    const no = await inTerminal(stage, `echo n | dify-usage spool rm ${id}`);
    expect(no.status).toBe(64); // a pipe is nobody
    expect(no.stdout).toContain('confirm with --yes');

    const unseen = await inTerminal(stage, `dify-usage spool rm ${id} 2> /dev/null`, 'y\n');
    expect(unseen.status).toBe(64);

    const declined = await inTerminal(stage, `dify-usage spool rm ${id}`, 'n\n');
    expect(declined.status).toBe(0);
    expect(declined.stdout).toContain('Remove 1 body(ies) that were never delivered? [y/N]');
    expect(await readdir(join(stage.stateDir, 'spool'))).toHaveLength(1);

    expect(await inTerminal(stage, `dify-usage spool rm ${id}`, 'y\n')).toMatchObject({
      status: 0,
    });
    expect(await readdir(join(stage.stateDir, 'spool'))).toEqual([]);
  });
});

describe('a damaged file of the spool', () => {
  it('commands no terminal, and goes into a pipe as it is', async () => {
    const { stage } = await oneWaiting();
    const damaged = `20261101T000000000Z-000001-${'a'.repeat(32)}.json`;
    await mkdir(join(stage.stateDir, 'quarantine'), { recursive: true });
    await writeFile(join(stage.stateDir, 'quarantine', damaged), '\u001b]0;mine\u0007\n');
    const line = `dify-usage spool show ${damaged}`;

    expect((await inTerminal(stage, line)).stdout).toBe('\\u001b]0;mine\\u0007\n');
    expect((await inShell(stage, line)).stdout).toBe('\u001b]0;mine\u0007\n');
  });
});

describe('JSON documents of the spool', () => {
  it('show what an id stands for, damaged or not, and what was removed', async () => {
    const { stage, id } = await oneWaiting();
    const damaged = `20261101T000000000Z-000001-${'a'.repeat(32)}.json`;
    await mkdir(join(stage.stateDir, 'quarantine'), { recursive: true });
    await writeFile(join(stage.stateDir, 'quarantine', damaged), '{"v":1,');

    const shown = await stage.run(['spool', 'show', id, '--json']);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      command: 'spool show',
      status: 0,
      files: [{ folder: 'spool', entry: { id, body: stage.receiver.requests[0]?.body } }],
    });
    const broken = await stage.run(['spool', 'show', damaged, '--json']);
    expect(JSON.parse(broken.stdout)).toEqual({
      command: 'spool show',
      status: 0,
      files: [{ folder: 'quarantine', name: damaged, damage: 'it is not JSON', text: '{"v":1,' }],
    });
    const removed = await stage.run(['spool', 'rm', damaged, '--yes', '--json']);
    expect(JSON.parse(removed.stdout)).toEqual({
      command: 'spool rm',
      status: 0,
      removed: [{ folder: 'quarantine', name: damaged }],
    });
  });
});

function smallWorld() {
  const build = worldBuilder('1.14.2');
  build.run(build.app('workflow'), { nodes: [llm()] });
  return build.world;
}

/** Bodies that fill more than a pipe (64 KiB) and a small disk, from few requests to Dify. */
function longNames() {
  const build = worldBuilder('1.14.2');
  for (let app = 0; app < APPS; app += 1) {
    const name = `app ${app} ${'-'.repeat(4000)}`;
    build.run(build.app('workflow', { name }), { nodes: [llm()] });
  }
  return build.world;
}

async function oneWaiting(): Promise<{ readonly stage: Stage; readonly id: string }> {
  const stage = await startStage({ world: smallWorld() });
  stage.receiver.always({ status: 401 });
  await stage.run(OCTOBER.split(' '));
  return { stage, id: stage.receiver.requests[0]?.idempotencyKey ?? '' };
}

/** stdout has what the terminal shows, with its line ends. */
async function inTerminal(stage: Stage, line: string, typed = '') {
  const run = await inShell(stage, `script -qec "$TEST_LINE" /dev/null`, { typed, line });
  return { ...run, stdout: run.stdout.replaceAll('\r\n', '\n') };
}
