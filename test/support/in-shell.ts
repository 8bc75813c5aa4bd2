import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import type { Stage } from './stage.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const CLOCK = resolve('test/support/shift-clock.mjs');
const PROGRAM = resolve('dist/bin/dify-usage.js');

export type ShellRun = {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** Runs a line of bash in which `dify-usage` is the built program with the stage's settings. */
export async function inShell(
  stage: Stage,
  script: string,
  { typed = '', line = '' } = {},
): Promise<ShellRun> {
  const bin = await temporaryDirectory();
  const start = `#!/bin/sh\nexec '${process.execPath}' --import '${CLOCK}' '${PROGRAM}' "$@"\n`;
  await writeFile(join(bin, 'dify-usage'), start, { mode: 0o755 });
  const shell = spawn('bash', ['--norc', '-c', script], {
    env: {
      TERM: 'xterm',
      ...stage.env,
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      TEST_NOW: stage.now(),
      TEST_LINE: line,
    },
  });
  shell.stdin.on('error', () => undefined); // it may be closed before anything is typed
  shell.stdin.end(typed);
  const ended = new Promise<number | null>((done) => shell.on('close', done));
  const [status, stdout, stderr] = await Promise.all([
    ended,
    text(shell.stdout),
    text(shell.stderr),
  ]);
  return { status, stdout, stderr };
}
