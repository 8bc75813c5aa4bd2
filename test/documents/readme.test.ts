import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/build-program.ts';
import { describeCommand } from '../../src/cli/describe-command.ts';
import { exitStatusTable } from '../../src/cli/exit-status-table.ts';
import { listCommands } from '../../src/cli/list-commands.ts';
import { variableTable } from '../../src/config/variables.ts';
import { sayInEnglish } from '../../src/language/say.ts';

const program = describeCommand(buildProgram(() => undefined, sayInEnglish));
const commands = listCommands(program);

/** The translations have the same tables: translations.test.ts. */
const readme = readFileSync('README.md', 'utf8');

describe('README.md', () => {
  it('says of every exit status what it means, and of no other', () => {
    const codes = cellsOf('Exit statuses').flatMap(([codes = '']) => codes.split(', ').map(Number));

    expect(codes).toEqual(exitStatusTable.map(({ code }) => code));
  });

  it('has every command in its table, with the options that are its own', () => {
    const described = cellsOf('Commands and options').map(([cell = '']) => cell);

    for (const { name, commands: below, arguments: taken } of commands) {
      if (name === '' || below.length > 0) continue;
      const row = described.find((cell) => cell.startsWith(`\`dify-usage ${name}`)) ?? '';

      expect(row, name).not.toBe('');
      for (const { words } of name === 'help' ? [] : taken)
        expect(row).toContain(words.join('\\|'));
    }
  });

  it('has every option in one of its tables, and none that there is not', () => {
    const known = commands.flatMap(({ options }) => options.map(({ long }) => long));
    const told = cellsOf('Commands and options').flatMap(([cell = '']) => optionsIn(cell));

    expect([...new Set(known)].filter((long) => !told.includes(long))).toEqual([
      '--version',
      '--help',
    ]);
    expect(
      optionsIn(readme.replace(/^ *```[\s\S]*?^ *```$/gm, '')).filter(
        (long) => !known.includes(long),
      ),
    ).toEqual([]);
  });

  it('has every variable in its table, and none that there is not', () => {
    const told = cellsOf('Environment').flatMap(([cell = '']) => spansIn(cell));
    const known = variableTable.map(({ name }) => name);

    // For whoever comes from dify-usage-exporter: docs/MIGRATION.md.
    expect(known.filter((name) => !told.includes(name))).toEqual(['CRON_SCHEDULE']);
    expect(told.filter((name) => !known.some((each) => each === name))).toEqual([
      'NODE_EXTRA_CA_CERTS', // which Node reads
    ]);
  });

  it('tells the default of each variable that has one', () => {
    for (const [cell = '', , defaults = ''] of cellsOf('Environment')) {
      for (const name of spansIn(cell)) {
        const fallback = variableTable.find((each) => each.name === name)?.default;
        if (fallback !== undefined) expect(defaults.split(', '), name).toContain(fallback);
      }
    }
  });
});

/** The rows of the tables in a section, without their heads. */
function cellsOf(section: string): readonly (readonly string[])[] {
  const [, text = ''] = readme.split(`\n## ${section}\n`);
  const [own = ''] = text.split('\n## ');
  const tables = own.match(/(?:^\|.*\n)+/gm) ?? [];
  return tables.flatMap((table) =>
    table
      .trimEnd()
      .split('\n')
      .slice(2)
      .map((row) =>
        row
          .split(/(?<!\\)\|/)
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  );
}

function spansIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);
}

function optionsIn(text: string): readonly string[] {
  return spansIn(text)
    .filter((span) => !/^(?!dify-usage)[a-z]/.test(span)) // another program's
    .flatMap((span) => [...span.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([long]) => long));
}
