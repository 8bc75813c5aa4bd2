import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completionScript } from '../../src/completion/completion-script.ts';
import { hasProgram } from '../support/has-program.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const NAME = 'zsh completes the program';
const IN_ZSH = resolve('test/support/complete-in-zsh.zsh');

describe.skipIf(!hasProgram('zsh'))(hasProgram('zsh') ? NAME : `${NAME} (zsh is missing)`, () => {
  it.each([
    ['dify-usage ', ['cache', 'check', 'completion', 'config', 'export', 'help', 'spool']],
    ['dify-usage spool ', ['list', 'retry', 'rm', 'show']],
    ['dify-usage --json --env-file export spool r', ['retry', 'rm']],
    ['dify-usage export --mo', ['--mode']],
    ['dify-usage export --period today --fr', []], // they exclude each other
    ['dify-usage export --mode per_', ['per_app', 'per_model', 'per_user']],
    ['dify-usage export --mode=per_m', ['per_model']],
    ['dify-usage export --format ', ['csv', 'json', 'ndjson', 'table']],
    ['dify-usage export --app x --ap', ['--app']],
    ['dify-usage export --period c', ['current_month', 'current_week', 'custom']],
    ['dify-usage completion ', ['bash', 'fish', 'zsh']],
    ['dify-usage help s', ['spool']],
    ['dify-usage completion bash z', []],
    ['dify-usage --lang en completion bash z', []],
    ['dify-usage help ', ['cache', 'check', 'completion', 'config', 'export', 'spool']],
    ['dify-usage help spool ', ['list', 'retry', 'rm', 'show']],
    ['dify-usage help --json spool r', ['retry', 'rm']],
    ['dify-usage spool --json r', ['retry', 'rm']],
    ['dify-usage spool rm --json --y', ['--yes']],
    ['dify-usage spool rm x --y', ['--yes']],
    ['dify-usage completion bash --q', ['--quiet']],
    ['dify-usage help spool rm l', []],
    ['dify-usage help export --mo', []],
    ['dify-usage spool rm --y', ['--yes']],
    ['dify-usage spool show ', []],
  ])('after "%s"', async (line, expected) => {
    expect(await complete(line)).toEqual(expected);
  });

  it.each(['--env-file', '--ca-file', '--output'])('with files after %s', async (option) => {
    const directory = await temporaryDirectory();
    await writeFile(join(directory, 'month.csv'), '');
    await writeFile(join(directory, 'months.csv'), '');

    expect(await complete(`dify-usage export ${option} mon`, directory)).toEqual([
      'month.csv',
      'months.csv',
    ]);
  });

  it('also from a file in fpath', async () => {
    const directory = await temporaryDirectory();
    await writeFile(join(directory, '_dify-usage'), completionScript('zsh'));
    const program = `fpath=($1 $fpath); autoload -Uz compinit; compinit -u -D; print $_comps[dify-usage]`;

    expect(execFileSync('zsh', ['-fc', program, 'zsh', directory], { encoding: 'utf8' })).toBe(
      '_dify-usage\n',
    );
  });
});

/** What zsh offers when the tabulator is typed after the line. */
async function complete(line: string, cwd = '.'): Promise<string[]> {
  const script = join(await temporaryDirectory(), 'completion.zsh');
  await writeFile(script, completionScript('zsh'));
  const offered = execFileSync('zsh', ['-f', IN_ZSH, script, line], { cwd, encoding: 'utf8' });
  return [...new Set(offered.split('\n').filter(Boolean))].sort();
}
