import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { startStage } from '../support/stage.ts';
import { storedFigures } from '../support/stored-figures.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const OCTOBER = ['export', '--period', '2026-10', '--timezone', 'Asia/Tokyo'];
const APP_ID = '00000000-0000-4000-8000-000000000003';

describe('--dry-run', () => {
  it('prints several bodies as they are posted, one a line', async () => {
    const stage = await startStage({ world: worldOf('one', 'two', 'three') });
    const env = { EXTERNAL_API_MAX_BYTES: '400' };

    const dry = await stage.run([...OCTOBER, '--dry-run'], { env });
    const real = await stage.run(OCTOBER, { env });

    expect([dry.status, real.status]).toEqual([0, 0]);
    const bodies = stage.receiver.requests.map(({ body }) => body);
    expect(bodies).toHaveLength(3);
    expect(dry.stdout).toBe(bodies.join('\n'));
  });
});

describe('--format', () => {
  it.each([
    [
      'ndjson',
      `{"record":"app","period":"2026-10","period_type":"monthly","app_id":"${APP_ID}",` +
        '"app_name":"経費, 営業部","token_count":15,"total_price":"0.0000750","currency":"USD"}\n',
    ],
    [
      'csv',
      'record,period,period_type,app_id,app_name,token_count,total_price,currency\r\n' +
        `app,2026-10,monthly,${APP_ID},"経費, 営業部",15,0.0000750,USD\r\n`,
    ],
    [
      'table',
      '2026-09-30T15:00:00.000Z to 2026-10-31T14:59:59.999Z, monthly, per_app\n\nApps (1)\n' +
        'period   app_id                                app_name      token_count  total_price  currency\n' +
        `2026-10  ${APP_ID}  経費, 営業部           15    0.0000750  USD\n`,
    ],
  ])('%s is printed beside the delivery', async (format, expected) => {
    const stage = await startStage({ world: worldOf('経費, 営業部') });

    const run = await stage.run([...OCTOBER, '--format', format]);

    expect(run).toMatchObject({ status: 0, stdout: expected, stderr: '' });
    expect(storedFigures(stage.receiver)).toEqual(['2026-10 経費, 営業部 15 0.0000750 USD']);
  });

  it('json is what is posted', async () => {
    const stage = await startStage({ world: worldOf('one', 'two') });

    const run = await stage.run([...OCTOBER, '--format', 'json', '--mode', 'both']);

    expect(run).toMatchObject({ status: 0, stdout: stage.receiver.requests[0]?.body });
  });

  it('csv begins with a byte order mark when Excel is to read it', async () => {
    const stage = await startStage({ world: worldOf('one') });

    const run = await stage.run([...OCTOBER, '--format', 'csv', '--bom', '--dry-run']);

    expect(run.stdout).toMatch(/^\ufeffrecord,period,/);
  });

  it.each([
    ['json', ''],
    ['table', 'There is nothing to report.\n'],
  ])('%s of nothing is %j', async (format, expected) => {
    const stage = await startStage({ world: worldBuilder('1.14.2').world });

    const run = await stage.run([...OCTOBER, '--format', format]);

    expect(run).toMatchObject({ status: 0, stdout: expected, stderr: '' });
  });
});

describe('--output', () => {
  it('writes the data to a file that nobody else can read', async () => {
    const stage = await startStage({ world: worldOf('one') });
    const file = join(await temporaryDirectory(), 'october.json');

    const run = await stage.run([...OCTOBER, '--output', file]);

    expect(run).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(await readFile(file, 'utf8')).toBe(stage.receiver.requests[0]?.body);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('to a place that does not exist is a mistake of the caller, not a bug', async () => {
    const stage = await startStage({ world: worldOf('one') });
    const file = join(await temporaryDirectory(), 'missing', 'october.json');

    const run = await stage.run([...OCTOBER, '--output', file]);

    expect(run.status).toBe(64);
    expect(run.stderr).toContain(file);
    expect(run.stderr).not.toContain('This is a bug');
  });
});

describe('--json', () => {
  it('is one document of the whole run', async () => {
    const stage = await startStage({ world: worldOf('one') });

    const run = await stage.run([...OCTOBER, '--mode', 'both', '--json']);

    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout.trimEnd()).not.toContain('\n');
    expect(JSON.parse(run.stdout)).toMatchObject({
      command: 'export',
      status: 0,
      dry_run: false,
      period: {
        nominal: '2026-10-01..2026-10-31',
        start: '2026-09-30T15:00:00.000Z',
        end: '2026-10-31T15:00:00.000Z',
        time_zone: 'Asia/Tokyo',
        time_zone_from: 'configuration',
        widened: false,
        provisional: false,
      },
      dify: { host: new URL(stage.dify.origin).host, version: '1.14.2' },
      totals: [{ period: '2026-10', currency: 'USD', token_count: 15, total_price: '0.0000750' }],
      apps: [{ app_id: APP_ID, app_name: 'one', mode: 'workflow', result: 'complete' }],
      workspace_complete: true,
      reconciliation: { differences: [], missing: [], assumed: [], unfinished_runs: 0 },
      warnings: [],
      spool: { written: 1, kept: 0, superseded: 0 },
      delivery: {
        delivered: [{ period: '2026-10-01..2026-10-31', records: 2, attempts: 1 }],
        deferred: null,
        rejected: [],
      },
    });
  });

  it('names the app that is withheld and the reason', async () => {
    const stage = await startStage({
      world: worldOf('well', 'ill'),
      faults: [
        {
          path: /^\/apps\/00000000-0000-4000-8000-000000000004\//,
          times: Number.POSITIVE_INFINITY,
          action: { kind: 'answer', status: 503, body: { code: 'overloaded' } },
        },
      ],
    });

    const run = await stage.run([...OCTOBER, '--mode', 'both', '--json']);

    expect(run.status).toBe(69);
    expect(JSON.parse(run.stdout)).toMatchObject({
      status: 69,
      workspace_complete: false,
      apps: [
        { app_name: 'well', result: 'complete', amounts: [{ token_count: 15 }] },
        { app_name: 'ill', result: 'withheld', error: { code: 'unavailable' }, amounts: [] },
      ],
      warnings: [{ code: 'app_withheld' }],
      delivery: { delivered: [{ records: 1 }] },
    });
  });

  it('tells a Dify that cannot be read, and what became of the spool', async () => {
    const stage = await startStage({ world: worldOf('one') });
    await stage.dify.close();

    const run = await stage.run([...OCTOBER, '--json']);

    expect(JSON.parse(run.stdout)).toMatchObject({
      command: 'export',
      status: 69,
      error: { message: expect.stringContaining('ECONNREFUSED') },
      delivery: { delivered: [], deferred: null },
    });
  });

  it('tells every problem of the configuration', async () => {
    const stage = await startStage({ world: worldOf('one') });

    const run = await stage.run([...OCTOBER, '--json'], {
      env: { DIFY_PASSWORD: undefined, DIFY_CONCURRENCY: '99' },
    });

    expect(run).toMatchObject({ status: 78, stderr: '' });
    const { status, error } = JSON.parse(run.stdout);
    expect(status).toBe(78);
    expect(error.code).toBe('ConfigError');
    expect(error.message).toContain('DIFY_PASSWORD');
    expect(error.message).toContain('DIFY_CONCURRENCY');
  });

  it('tells a mistake on the command line', async () => {
    const stage = await startStage({ world: worldOf('one') });

    const run = await stage.run(['export', '--perod', '2026-10', '--json']);

    expect(run).toMatchObject({ status: 64, stderr: '' });
    expect(JSON.parse(run.stdout)).toMatchObject({
      status: 64,
      error: { code: 'CommandLineError', message: expect.stringContaining('--perod') },
    });
  });
});

describe('hostile names', () => {
  const names = [
    '__proto__',
    "=cmd|' /C calc'!A0",
    '@everyone',
    'two\nlines\r\nand\tmore',
    'x'.repeat(10_240),
    '\u202egpj.exe שלום',
    '👩‍👩‍👧‍👦 家族, "quoted"',
    '\u001b[31mred\u0007',
  ];

  it('arrive as they are in what is posted and in NDJSON', async () => {
    const stage = await startStage({ world: worldOf(...names) });

    const run = await stage.run([...OCTOBER, '--format', 'ndjson']);

    expect(run).toMatchObject({ status: 0, stderr: '' });
    const stored = stage.receiver.rows('app_records').map((row) => row['app_name']);
    expect(stored).toEqual(names);
    const lines = run.stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).app_name)).toEqual(names);
  });

  it('are cells and never formulas in CSV', async () => {
    const stage = await startStage({ world: worldOf(...names) });

    const run = await stage.run([...OCTOBER, '--format', 'csv', '--dry-run']);

    const [header, ...rows] = parseCsv(run.stdout);
    expect(header).toHaveLength(8);
    expect(rows.map((row) => row.length)).toEqual(names.map(() => 8));
    expect(rows.map((row) => row[4])).toEqual([
      '__proto__',
      "'=cmd|' /C calc'!A0",
      "'@everyone",
      'two\nlines\r\nand\tmore',
      'x'.repeat(10_240),
      '\u202egpj.exe שלום',
      '👩‍👩‍👧‍👦 家族, "quoted"',
      '[31mred',
    ]);
  });

  it('are one line each in a table and in the summary, and move no cursor', async () => {
    const stage = await startStage({
      world: worldOf(...names),
      faults: [
        {
          path: /node-executions/,
          times: Number.POSITIVE_INFINITY,
          action: { kind: 'answer', status: 404, body: { code: 'not_found' } },
        },
      ],
    });
    const table = await startStage({ world: worldOf(...names) });

    const printed = await table.run([...OCTOBER, '--format', 'table', '--verbose']);
    const failing = await stage.run(OCTOBER);

    expect(printed.stdout.split('\n')).toHaveLength(names.length + 5);
    for (const text of [printed.stdout, printed.stderr, failing.stderr]) {
      expect(text).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(1000);
    }
    expect(failing.stderr).toContain('two lines and more');
  });

  it('are values and never keys in the JSON document', async () => {
    const stage = await startStage({ world: worldOf(...names) });

    const run = await stage.run([...OCTOBER, '--json']);

    const { apps }: { apps: readonly { readonly app_name: string }[] } = JSON.parse(run.stdout);
    expect(apps.map(({ app_name }) => app_name)).toEqual(names);
    expect(run.stdout.trimEnd()).not.toContain('\n');
  });
});

/** Workflow apps of these names with a run of 15 tokens each. */
function worldOf(...names: readonly string[]) {
  const build = worldBuilder('1.14.2');
  const apps = names.map((name) => build.app('workflow', { name }));
  for (const app of apps) build.run(app, { nodes: [llm()] });
  return build.world;
}

/** As RFC 4180 has it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
