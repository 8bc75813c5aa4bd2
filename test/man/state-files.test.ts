import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { thisMachine } from '../../src/lock/machine.ts';
import { tryLock } from '../../src/lock/try-lock.ts';
import { stateFiles } from '../../src/man/state-files.ts';
import { loadWorld } from '../support/fake-dify/load-world.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import { startFakeReceiver } from '../support/fake-receiver.ts';
import { exportTo } from '../support/in-process.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

it('the manual names every file that runs leave in the state directory', async () => {
  const stateDir = await temporaryDirectory();
  const dify = await startFakeDify({ version: '1.14.2', world: loadWorld('1.14.2').world });
  const receiver = await startFakeReceiver();
  const options = { stateDir, timeZone: 'Asia/Tokyo', mode: 'per_app' } as const;
  try {
    await exportTo(dify, receiver, options);
    receiver.always({ status: 503 });
    await exportTo(dify, receiver, { ...options, force: true });
    await exportTo(dify, receiver, { ...options, password: 'not-this-one' });
  } finally {
    await dify.close();
    await receiver.close();
  }
  const lock = await tryLock(stateDir, thisMachine(), Date.now());
  const files = await filesBelow(stateDir);
  await lock.release();

  const explained = stateFiles.map(({ path }) => toPattern(path));
  expect(files.filter((file) => !explained.some((pattern) => pattern.test(file)))).toEqual([]);
  expect(files.map((file) => file.replace(/[/-].*/, ''))).toEqual(
    expect.arrayContaining(['cache', 'login', 'receipts', 'run.lock', 'spool']),
  );
});

async function filesBelow(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(directory, join(parentPath, name)));
}

/** A path that ends with a slash is a folder, an asterisk stands for part of a name. */
function toPattern(path: string): RegExp {
  const inside = path.replace('$DIFY_USAGE_STATE_DIR/', '');
  const escaped = inside.replaceAll('.', '\\.').replaceAll('*', '[^/]*');
  return new RegExp(`^${escaped}${inside.endsWith('/') ? '' : '$'}`);
}
