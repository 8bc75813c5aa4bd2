import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLoginMarker, type LoginMarker } from '../../src/dify/login-marker.ts';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { OWNER_CREDENTIAL, serveDify, signInTo } from '../support/session.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const ORIGIN = 'https://dify.example.com';
const CREDENTIAL = {
  kind: 'password',
  email: 'ada@example.com',
  password: 'pass-word-1',
  workspaceId: undefined,
} as const;
const now = () => Date.parse('2026-11-24T09:00:00Z');

describe('the marker of a refused login', () => {
  let stateDir: string;
  const pathOfMarker = async () => join(stateDir, (await readdir(stateDir))[0] ?? 'none');
  let marker: LoginMarker;

  beforeEach(async () => {
    stateDir = await temporaryDirectory();
    marker = createLoginMarker(stateDir, ORIGIN, now);
  });

  it('lets everybody pass before there is one', async () => {
    await expect(marker.check(CREDENTIAL, 'dify.example.com')).resolves.toBeUndefined();
  });

  it('stops the same credentials, and says since when and why', async () => {
    await marker.write(CREDENTIAL, 'authentication_failed');

    await expect(marker.check(CREDENTIAL, 'dify.example.com')).rejects.toMatchObject({
      problem: 'credentials',
      message: expect.stringContaining(
        'refused DIFY_EMAIL and DIFY_PASSWORD at 2026-11-24T09:00:00.000Z (authentication_failed)',
      ),
    });
  });

  it.each([
    ['password', { ...CREDENTIAL, password: 'pass-word-2' }, ORIGIN],
    ['e-mail', { ...CREDENTIAL, email: 'bob@example.com' }, ORIGIN],
    ['server', CREDENTIAL, 'https://other.example.com'],
  ])('lets another %s pass', async (_, credential, origin) => {
    await marker.write(CREDENTIAL, 'authentication_failed');

    const other = createLoginMarker(stateDir, origin, now);

    await expect(other.check(credential, 'dify.example.com')).resolves.toBeUndefined();
  });

  it.each([
    ['email_code_login_limit', 23, false],
    ['email_code_login_limit', 24, true],
    ['authentication_failed', 1000, false],
  ])('of %s lets pass after %i h: %s', async (code, hours, passes) => {
    await marker.write(CREDENTIAL, code);

    const later = createLoginMarker(stateDir, ORIGIN, () => now() + hours * 3_600_000);

    const checked = later.check(CREDENTIAL, 'dify.example.com').then(
      () => true,
      () => false,
    );
    expect(await checked).toBe(passes);
  });

  it('is not touched by the good login of another account', async () => {
    await marker.write(CREDENTIAL, 'authentication_failed');

    await marker.clear({ ...CREDENTIAL, email: 'bob@example.com' });

    await expect(marker.check(CREDENTIAL, 'dify.example.com')).rejects.toThrow('--force-login');
  });

  it('holds neither the e-mail nor the password, and is for the owner only', async () => {
    await marker.write(CREDENTIAL, 'authentication_failed');
    const path = await pathOfMarker();

    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      v: 1,
      refused_at: '2026-11-24T09:00:00.000Z',
      code: 'authentication_failed',
      salt: expect.stringMatching(/^[0-9a-f]{32}$/),
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it.each(['', 'not json', '[]', '{"v":1}', '{"v":2,"salt":"00","fingerprint":"00"}', 'null'])(
    'that reads %j is no marker',
    async (text) => {
      await marker.write(CREDENTIAL, 'authentication_failed');
      await writeFile(await pathOfMarker(), text);

      await expect(marker.check(CREDENTIAL, 'dify.example.com')).resolves.toBeUndefined();
    },
  );

  it('that cannot be read lets nobody pass, since it may be theirs', async () => {
    await marker.write(CREDENTIAL, 'authentication_failed');
    const path = await pathOfMarker();
    await rm(path);
    await mkdir(path);

    await expect(marker.check(CREDENTIAL, 'dify.example.com')).rejects.toMatchObject({
      name: 'StateDirectoryError',
      message: expect.stringContaining('EISDIR'),
    });
  });

  it('is gone when it is cleared', async () => {
    await marker.write(CREDENTIAL, 'authentication_failed');
    await marker.clear(CREDENTIAL);

    await expect(marker.check(CREDENTIAL, 'dify.example.com')).resolves.toBeUndefined();
  });
});

describe('a session under a marker', () => {
  async function markedDify() {
    const fake = await serveDify({ version: '1.14.2', world: worldBuilder('1.14.2').world });
    const stateDir = await temporaryDirectory();
    const marker = createLoginMarker(stateDir, fake.origin, now);
    await marker.write(OWNER_CREDENTIAL, 'authentication_failed');
    return { fake, stateDir, marker };
  }

  it('makes no login', async () => {
    const { fake, stateDir } = await markedDify();

    await expect(signInTo(fake, { stateDir })).rejects.toThrow('--force-login');

    expect(fake.requests.map(({ path }) => path)).toEqual(['/system-features']);
  });

  it.each([false, true])(
    'makes no login where a refusal could not be remembered (--force-login: %s)',
    async (forceLogin) => {
      const { fake, stateDir } = await markedDify();
      const link = join(await temporaryDirectory(), 'link');
      await symlink(stateDir, link);
      const file = join(stateDir, 'file');
      await writeFile(file, '');

      for (const unusable of [link, file, join(file, 'below')]) {
        await expect(signInTo(fake, { stateDir: unusable, forceLogin })).rejects.toMatchObject({
          name: 'StateDirectoryError',
        });
      }

      expect(new Set(fake.requests.map(({ path }) => path))).toEqual(new Set(['/system-features']));
    },
  );

  it('leaves nothing behind where a directory is still to be made', async () => {
    const { fake } = await markedDify();
    const parent = await temporaryDirectory();

    await signInTo(fake, { stateDir: join(parent, 'state', 'dify') });

    expect(await readdir(parent)).toEqual([]);
  });

  it('makes one with --force-login, and clears the marker when it succeeds', async () => {
    const { fake, stateDir, marker } = await markedDify();

    await signInTo(fake, { stateDir, forceLogin: true });

    await expect(marker.check(OWNER_CREDENTIAL, 'dify')).resolves.toBeUndefined();
  });

  it('needs no marker for an admin key', async () => {
    const { fake, stateDir } = await markedDify();
    const credential = { kind: 'admin-key', apiKey: 'k', workspaceIds: [] } as const;

    await expect(signInTo(fake, { stateDir, credential, workspaceId: 'w' })).resolves.toBeDefined();
  });
});
