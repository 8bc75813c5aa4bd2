import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const LOGROTATE = '/usr/sbin/logrotate';
const isMissing = spawnSync(LOGROTATE, ['--version']).status !== 0;

describe.skipIf(isMissing)(
  'deploy/logrotate/dify-usage (skipped where logrotate is missing)',
  () => {
    it('moves what was written aside and leaves a file for the next run', async () => {
      const { logs, rotate } = await prepare();
      writeFileSync(join(logs, 'export.log'), 'a line\n');

      expect(rotate(['--force'])).toEqual({ status: 0, stderr: '' });

      expect(readdirSync(logs).sort()).toEqual(['export.log', 'export.log.1']);
      expect(readFileSync(join(logs, 'export.log.1'), 'utf8')).toBe('a line\n');
      expect(readFileSync(join(logs, 'export.log'), 'utf8')).toBe('');
    });

    it('is silent when there is no log', async () => {
      const { rotate } = await prepare();

      expect(rotate([])).toEqual({ status: 0, stderr: '' });
    });
  },
);

/** The file as it is shipped, but for the directory and the user that exist here. */
async function prepare() {
  const directory = await temporaryDirectory();
  const logs = join(directory, 'log');
  mkdirSync(logs);
  const { username, gid } = userInfo();
  const group = gid === 0 ? 'root' : username;
  const rules = readFileSync('deploy/logrotate/dify-usage', 'utf8')
    .replaceAll('/var/log/dify-usage', logs)
    .replaceAll('dify-usage dify-usage', `${username} ${group}`);
  const file = join(directory, 'rules');
  writeFileSync(file, rules, { mode: 0o644 });
  const rotate = (options: readonly string[]) => {
    const state = ['--state', join(directory, 'state')];
    const { status, stderr } = spawnSync(LOGROTATE, [...options, ...state, file], {
      encoding: 'utf8',
    });
    return { status, stderr };
  };
  return { logs, rotate };
}
