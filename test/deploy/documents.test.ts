import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exitStatusTable } from '../../src/cli/exit-status-table.ts';
import { formerVariables } from '../../src/config/former-variables.ts';
import { variables } from '../../src/config/variables.ts';
import { outputModes } from '../../src/payload/payload.ts';

const deployment = readFileSync('docs/DEPLOYMENT.md', 'utf8');
const migration = readFileSync('docs/MIGRATION.md', 'utf8');

describe('docs/DEPLOYMENT.md', () => {
  it('says of every exit status whether to alarm', () => {
    const [, table = ''] = /## What to alarm on\n([\s\S]*?)\n## /.exec(deployment) ?? [];
    const codes = [...table.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, cell = '']) =>
      cell.split(', ').map(Number),
    );

    const statuses = exitStatusTable.map(({ code }) => code).filter((code) => code !== 0);
    expect(statuses.filter((code) => !codes.includes(code))).toEqual([]);
  });

  it('names files that are there', () => {
    const paths = [...deployment.matchAll(/`((?:deploy\/|docs\/|crontab)[\w./-]*)`/g)];

    expect(paths.length).toBeGreaterThan(4);
    expect(paths.map(([, path = '']) => path).filter((path) => !existsSync(path))).toEqual([]);
  });
});

/** Of dify-usage-exporter, in whichever stage of it. */
const THEIR_VARIABLES = [
  'API_METER_TENANT_ID',
  'API_METER_TOKEN',
  'API_METER_URL',
  'BATCH_SIZE',
  'CRON_SCHEDULE',
  'DIFY_AGGREGATION_PERIOD',
  'DIFY_API_BASE_URL',
  'DIFY_API_KEY',
  'DIFY_API_TOKEN',
  'DIFY_API_URL',
  'DIFY_EMAIL',
  'DIFY_END_DATE',
  'DIFY_FETCH_DAYS',
  'DIFY_FETCH_END_DATE',
  'DIFY_FETCH_PAGE_SIZE',
  'DIFY_FETCH_PERIOD',
  'DIFY_FETCH_RETRY_COUNT',
  'DIFY_FETCH_RETRY_DELAY_MS',
  'DIFY_FETCH_START_DATE',
  'DIFY_FETCH_TIMEOUT_MS',
  'DIFY_INITIAL_FETCH_DAYS',
  'DIFY_OUTPUT_MODE',
  'DIFY_PASSWORD',
  'DIFY_START_DATE',
  'DIFY_WORKSPACE_ID',
  'EXTERNAL_API_TIMEOUT_MS',
  'EXTERNAL_API_TOKEN',
  'EXTERNAL_API_URL',
  'GRACEFUL_SHUTDOWN_TIMEOUT',
  'HEALTHCHECK_ENABLED',
  'HEALTHCHECK_PORT',
  'LOG_LEVEL',
  'MAX_RETRIES',
  'MAX_RETRY',
  'MAX_SPOOL_RETRIES',
  'NODE_ENV',
  'SCHEDULE_CRON',
  'SCHEDULE_ENABLED',
  'WATERMARK_ENABLED',
  'WATERMARK_FILE_PATH',
];

describe('docs/MIGRATION.md', () => {
  const [, table = ''] = /## Variables\n([\s\S]*?)\n## /.exec(migration) ?? [];
  const rows = table
    .split('\n')
    .filter((line) => /^\| `/.test(line))
    .map((line) => line.split(' | '));
  const known = Object.values(variables).flatMap((variable) =>
    'alias' in variable ? [variable.name, variable.alias] : [variable.name],
  );
  const unknownIn = (cells: readonly string[]) =>
    cells.flatMap((cell) => namesIn(cell)).filter((name) => !known.some((each) => each === name));

  it('says of each variable there what becomes of it', () => {
    expect(rows.flatMap(([there = '']) => namesIn(there)).sort()).toEqual(THEIR_VARIABLES);
  });

  it('says of each mode what differs', () => {
    const [, modes = ''] = /## Modes\n([\s\S]*?)\n## /.exec(migration) ?? [];
    const named = [...modes.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, cell = '']) =>
      cell.replaceAll('`', '').split(', '),
    );

    expect(named.sort()).toEqual(outputModes.toSorted());
  });

  it('points to variables that the program reads', () => {
    expect(unknownIn(rows.map(([, here = '']) => here))).toEqual([]);
  });

  it('calls those the same that the program reads under their name', () => {
    const same = rows.filter(([, here = '']) => here.startsWith('the same'));

    expect(same.length).toBeGreaterThan(7);
    expect(unknownIn(same.map(([there = '']) => there))).toEqual([]);
  });

  it('calls those renamed, gone or obsolete that the program does not read', () => {
    const others = rows.filter(([, here = '']) => /^\*\*(renamed|gone|obsolete)/.test(here));
    const names = others.flatMap(([there = '']) => namesIn(there));

    const fates = others.flatMap(([there = '', here = '']) =>
      namesIn(there).map((name) => [name, /^\*\*(\w+)/.exec(here)?.[1], here] as const),
    );
    const told = fates.filter(([name]) => name !== 'CRON_SCHEDULE');

    expect(told.map(([name, fate]) => [name, fate]).sort()).toEqual(
      [...formerVariables].map(([name, { fate }]) => [name, fate]).sort(),
    );
    // `A_START`, `A_END` beside `START`, `END`: each is one of them, in their order.
    for (const [name, fate, here] of told) {
      if (fate !== 'renamed') continue;
      const former = formerVariables.get(name);
      const names = namesIn(here);
      const place = namesIn(
        others.find(([there = '']) => namesIn(there).includes(name))?.[0] ?? '',
      );
      expect(former).toMatchObject({ name: names[place.indexOf(name) % names.length] });
    }

    // Accepted with a notice, as its row says.
    expect(names.filter((name) => known.some((each) => each === name))).toEqual(['CRON_SCHEDULE']);
  });
});

function namesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name = '']) => name);
}
