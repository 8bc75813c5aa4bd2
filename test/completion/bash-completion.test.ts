import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completionScript } from '../../src/completion/completion-script.ts';
import { hasProgram } from '../support/has-program.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const NAME = 'bash completes the program';

describe.skipIf(!hasProgram('bash'))(
  hasProgram('bash') ? NAME : `${NAME} (bash is missing)`,
  () => {
    it.each([
      [[''], ['export', 'check', 'spool', 'cache', 'config', 'completion', 'help']],
      [['sp'], ['spool']],
      [
        ['spool', ''],
        ['list', 'show', 'retry', 'rm'],
      ],
      [
        ['--json', '--env-file', 'export', 'spool', 'r'],
        ['retry', 'rm'],
      ],
      [
        ['spool', '--json', 'r'],
        ['retry', 'rm'],
      ],
      [['spool', 'rm', 'x', '--y'], ['--yes']],
      [['export', '--mo'], ['--mode']],
      [
        ['export', '--mode', 'per_'],
        ['per_app', 'per_user', 'per_model'],
      ],
      [['export', '--mode', '=', 'per_m'], ['per_model']],
      [
        ['export', '--format', '='],
        ['json', 'ndjson', 'csv', 'table'],
      ],
      [['export', '--format=nd'], ['--format=ndjson']],
      [
        ['export', '--aggregate', ''],
        ['monthly', 'weekly', 'daily'],
      ],
      [
        ['export', '--period', 'c'],
        ['current_week', 'current_month', 'custom'],
      ],
      [['export', '--from', ''], []],
      [['export', '--catch-up', '--st'], ['--strict']],
      [
        ['completion', ''],
        ['bash', 'zsh', 'fish'],
      ],
      [['completion', 'bash', '--q'], ['--quiet']],
      [['completion', 'zsh', 'b'], []],
      [['help', 's'], ['spool']],
      [
        ['help', 'spool', ''],
        ['list', 'show', 'retry', 'rm'],
      ],
      [['help', 'spool', 'rm', 'l'], []],
      [['help', 'export', '--mo'], []],
      [['help', 'h'], []],
      [['spool', 'rm', '--y'], ['--yes']],
      [['cache', 'clear', '--b'], ['--before']],
      [['spool', 'list', '--mo'], []],
    ])('after %j', async (words, expected) => {
      expect(await complete(words)).toEqual(expected);
    });

    it.each(['--env-file', '--ca-file', '--output'])('with files after %s', async (option) => {
      const directory = await temporaryDirectory();
      await mkdir(join(directory, 'month $(x)'));
      await writeFile(join(directory, 'monthly *.csv'), '');
      await writeFile(join(directory, 'other'), '');

      const offered = await complete(['export', option, 'mon'], directory);
      expect(offered.toSorted()).toEqual(['month $(x)', 'monthly *.csv']);
    });

    it('whatever divides the words of its user', async () => {
      expect(await complete(['export', '--mode', 'per_'], '.', 'IFS=:')).toEqual([
        'per_app',
        'per_user',
        'per_model',
      ]);
    });

    it('with options where a command has nothing else, or nothing else any more', async () => {
      expect(await complete(['export', ''])).toContain('--dry-run');
      expect(await complete(['completion', 'bash', ''])).toContain('--quiet');
      expect(await complete(['completion', 'bash', ''])).not.toContain('zsh');
      expect(await complete(['help', 'spool', 'rm', ''])).toContain('--quiet');
    });
  },
);

/** What bash would offer in place of the last word. */
async function complete(words: readonly string[], cwd = '.', start = ':'): Promise<string[]> {
  const script = join(await temporaryDirectory(), 'completion.bash');
  await writeFile(script, completionScript('bash'));
  const program = `${start}; source "$1"; shift; COMP_WORDS=(dify-usage "$@"); COMP_CWORD=$#; _dify_usage
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const printed = execFileSync('bash', ['--norc', '-uc', program, 'bash', script, ...words], {
    cwd,
    encoding: 'utf8',
  });
  return printed.split('\n').filter(Boolean);
}
