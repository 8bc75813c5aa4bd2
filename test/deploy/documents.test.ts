import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exitStatusTable } from '../../src/cli/exit-status-table.ts';
import { variables } from '../../src/config/variables.ts';

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

    // Accepted with a notice, as its row says.
    expect(names.filter((name) => known.some((each) => each === name))).toEqual(['CRON_SCHEDULE']);
  });
});

function namesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name = '']) => name);
}
