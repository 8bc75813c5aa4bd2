import { chmod, lstat, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { nodeFileSystem } from '../../src/files/file-system.ts';
import { checkStateDirectory, ensureStateDirectory } from '../../src/files/state-directory.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const ensure = (path: string) => ensureStateDirectory(nodeFileSystem, path);

/** As seen by this process, whoever runs the tests. */
function ownedBy(uid: number): typeof nodeFileSystem {
  return {
    ...nodeFileSystem,
    lstat: (async (path: string) =>
      Object.assign(await lstat(path), { uid })) as typeof nodeFileSystem.lstat,
  };
}

describe('ensureStateDirectory', () => {
  it('creates it, with its parents, for this user only', async () => {
    const path = join(await temporaryDirectory(), 'state', 'dify-usage');

    await ensure(path);

    expect((await stat(path)).mode & 0o777).toBe(0o700);
  });

  it('closes one that others could enter', async () => {
    const path = join(await temporaryDirectory(), 'state');
    await mkdir(path);
    await chmod(path, 0o755);

    await ensure(path);

    expect((await stat(path)).mode & 0o777).toBe(0o700);
  });

  it('refuses a symbolic link', async () => {
    const directory = await temporaryDirectory();
    await mkdir(join(directory, 'real'));
    await symlink(join(directory, 'real'), join(directory, 'state'));

    await expect(ensure(join(directory, 'state'))).rejects.toMatchObject({
      name: 'StateDirectoryError',
      message: `Cannot use ${join(directory, 'state')}: it is a symbolic link; configure the real directory`,
    });
  });

  it('refuses a file', async () => {
    const path = join(await temporaryDirectory(), 'state');
    await writeFile(path, '');

    await expect(ensure(path)).rejects.toMatchObject({ name: 'StateDirectoryError' });
    await expect(ensure(join(path, 'below'))).rejects.toMatchObject({
      name: 'StateDirectoryError',
    });
  });

  it('refuses a path that leads nowhere', async () => {
    const directory = await temporaryDirectory();
    await symlink(join(directory, 'unmounted'), join(directory, 'link'));
    const path = join(directory, 'link', 'state');

    await expect(ensure(path)).rejects.toMatchObject({
      name: 'StateDirectoryError',
      message: `Cannot use ${path}: its path leads to no directory (ENOENT): a part of it is a file, or a disk that is not mounted; mend that part, or configure another DIFY_USAGE_STATE_DIR`,
    });
  });

  it.runIf(process.platform === 'linux')('gives up where nothing can be made', async () => {
    // As below a mount point of autofs, the parent is there and the system says that it is not.
    await expect(ensure('/proc/dify-usage/state')).rejects.toMatchObject({
      name: 'StateDirectoryError',
    });
  });

  it("leaves the mode of root's volume alone", async () => {
    const path = join(await temporaryDirectory(), 'state');
    await mkdir(path);
    await chmod(path, 0o775);
    const isRoot = process.geteuid?.() === 0;

    await ensureStateDirectory(ownedBy(isRoot ? 1000 : 0), path);

    expect((await stat(path)).mode & 0o777).toBe(0o775);
  });

  it.skipIf(process.geteuid === undefined)("refuses another user's directory", async () => {
    const path = join(await temporaryDirectory(), 'state');
    const user = vi.spyOn(process, 'geteuid').mockReturnValue(1001);
    onTestFinished(() => user.mockRestore());

    await expect(ensureStateDirectory(ownedBy(1000), path)).rejects.toMatchObject({
      message: `Cannot use ${path}: it belongs to user 1000 and this is user 1001; run as that user or configure DIFY_USAGE_STATE_DIR`,
    });
  });
});

describe('checkStateDirectory', () => {
  it('makes none where there is none', async () => {
    const directory = await temporaryDirectory();

    await checkStateDirectory(nodeFileSystem, join(directory, 'state'));

    await expect(stat(join(directory, 'state'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.skipIf(process.geteuid === undefined)("refuses another user's directory", async () => {
    const path = await temporaryDirectory();
    const user = vi.spyOn(process, 'geteuid').mockReturnValue(1001);
    onTestFinished(() => user.mockRestore());

    await expect(checkStateDirectory(ownedBy(1000), path)).rejects.toMatchObject({
      message: `Cannot use ${path}: it belongs to user 1000 and this is user 1001; run as that user or configure DIFY_USAGE_STATE_DIR`,
    });
  });
});
