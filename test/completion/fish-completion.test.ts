import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completionScript } from '../../src/completion/completion-script.ts';
import { hasProgram } from '../support/has-program.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const NAME = 'fish completes the program';

describe.skipIf(!hasProgram('fish'))(
  hasProgram('fish') ? NAME : `${NAME} (fish is missing)`,
  () => {
    it.each([
      ['dify-usage ', ['cache', 'check', 'completion', 'config', 'export', 'help', 'spool']],
      ['dify-usage spool ', ['list', 'retry', 'rm', 'show']],
      ['dify-usage --json --env-file export spool r', ['retry', 'rm']],
      ['dify-usage export --mo', ['--mode']],
      ['dify-usage export --mode per_', ['per_app', 'per_model', 'per_user']],
      ['dify-usage export --mode=per_m', ['--mode=per_model']],
      ['dify-usage export --format ', ['csv', 'json', 'ndjson', 'table']],
      ['dify-usage export --aggregate ', ['daily', 'monthly', 'weekly']],
      ['dify-usage export --period c', ['current_month', 'current_week', 'custom']],
      ['dify-usage completion ', ['bash', 'fish', 'zsh']],
      ['dify-usage help s', ['spool']],
      ['dify-usage completion bash ', []],
      ['dify-usage --lang en completion bash z', []],
      ['dify-usage help ', ['cache', 'check', 'completion', 'config', 'export', 'spool']],
      ['dify-usage spool --json r', ['retry', 'rm']],
      ['dify-usage spool rm x --y', ['--yes']],
      ['dify-usage help spool ', ['list', 'retry', 'rm', 'show']],
      ['dify-usage help --json spool r', ['retry', 'rm']],
      ['dify-usage help spool rm ', []],
      ['dify-usage help export --mo', []],
      ['dify-usage spool rm --y', ['--yes']],
      ['dify-usage spool list --mo', []],
    ])('after "%s"', async (line, expected) => {
      expect(await complete(line)).toEqual(expected);
    });

    it.each(['--env-file', '--ca-file', '--output'])('with files after %s', async (option) => {
      const directory = await temporaryDirectory();
      await writeFile(join(directory, 'monthly.csv'), '');

      expect(await complete(`dify-usage export ${option} mon`, directory)).toEqual(['monthly.csv']);
    });

    it('whatever divides the words of its user', async () => {
      expect(await complete('dify-usage spool r', '.', "set -g IFS ''")).toEqual(['retry', 'rm']);
    });

    it('with no files elsewhere', async () => {
      const directory = await temporaryDirectory();
      await writeFile(join(directory, 'monthly.csv'), '');

      expect(await complete('dify-usage spool show mon', directory)).toEqual([]);
    });
  },
);

async function complete(line: string, cwd = '.', start = ''): Promise<string[]> {
  const home = await temporaryDirectory();
  const script = join(home, 'completion.fish');
  await writeFile(script, completionScript('fish'));
  const printed = execFileSync(
    'fish',
    ['--no-config', '-c', `${start}; source $argv[1]; complete -C $argv[2]`, script, line],
    { cwd, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: home } },
  );
  return printed
    .split('\n')
    .filter(Boolean)
    .map((offer) => offer.split('\t')[0] ?? '');
}
