import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fetchCurrentWorkspace } from '../../src/dify/account.ts';
import { type WorldBuilder, worldBuilder } from '../support/fake-dify/builders.ts';
import type { FakeDify, FakeDifyOptions } from '../support/fake-dify/server.ts';
import { prepareSession, serveDify, signInTo } from '../support/session.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

type Case = {
  readonly what: string;
  readonly version: string;
  readonly prepare?: (build: WorldBuilder) => void;
  readonly options?: Partial<FakeDifyOptions>;
  readonly email?: string;
  readonly password?: string;
  readonly says: string;
};

const answering = (status: number, body: unknown): Partial<FakeDifyOptions> => ({
  faults: [{ path: /^\/login$/, times: 9, action: { kind: 'answer', status, body } }],
});

const WRONG = { password: 'wrong-pass-1', says: 'DIFY_EMAIL or DIFY_PASSWORD is wrong' } as const;
const STRANGER = { email: 'nobody@example.com' } as const;
const BANNED = {
  prepare: ({ owner }: WorldBuilder) => {
    owner.status = 'banned';
  },
  says: 'the account of DIFY_EMAIL is banned',
} as const;
const NO_WORKSPACE = {
  prepare: ({ world }: WorldBuilder) => {
    world.members.length = 0;
  },
  says: 'the account of DIFY_EMAIL belongs to no active workspace',
} as const;
const LOCKED = {
  prepare: () => undefined,
  options: answering(429, {
    code: 'email_code_login_limit',
    message: 'Too many incorrect password attempts. Please try again later.',
    status: 429,
  }),
  says: 'the account of DIFY_EMAIL is locked after too many wrong attempts; it opens 24 hours after',
} as const;
const MALFORMED = {
  email: 'no address',
  says: 'DIFY_EMAIL is no e-mail address, or DIFY_PASSWORD has fewer than eight characters',
} as const;

const REFUSALS: readonly Case[] = [
  { what: 'a wrong password', version: '0.15.3', ...WRONG },
  { what: 'a wrong password', version: '1.4.3', ...WRONG },
  { what: 'a wrong password', version: '1.8.1', ...WRONG },
  { what: 'a wrong password', version: '1.14.2', ...WRONG },
  { what: 'an unknown e-mail', version: '1.8.1', ...STRANGER, says: 'the e-mail of DIFY_EMAIL' },
  {
    what: 'an unknown e-mail where anybody may register (a 200)',
    version: '1.8.1',
    ...STRANGER,
    options: { allowRegister: true },
    says: 'no account has the e-mail of DIFY_EMAIL',
  },
  {
    what: 'an unknown e-mail',
    version: '1.9.1',
    ...STRANGER,
    says: 'DIFY_EMAIL or DIFY_PASSWORD is wrong',
  },
  { what: 'a banned account', version: '0.15.3', ...BANNED },
  { what: 'a banned account', version: '1.14.2', ...BANNED },
  { what: 'a locked account', version: '1.14.2', ...LOCKED },
  { what: 'an account without workspace (a 200)', version: '0.15.3', ...NO_WORKSPACE },
  { what: 'an account without workspace (a 200)', version: '1.14.2', ...NO_WORKSPACE },
  {
    what: 'a full enterprise',
    version: '1.14.2',
    options: answering(400, {
      code: 'limit_exceeded',
      message: 'Unable to create workspace because the maximum workspace limit was exceeded',
      status: 400,
    }),
    says: 'Dify cannot give the account of DIFY_EMAIL a workspace',
  },
  {
    what: 'an account deleted a while ago',
    version: '1.14.2',
    options: answering(400, { code: 'account_in_freeze', message: 'Frozen.', status: 400 }),
    says: 'the account of DIFY_EMAIL was deleted less than 30 days ago',
  },
  {
    what: 'a mail sent a moment ago',
    version: '1.8.1',
    options: answering(429, {
      code: 'password_reset_rate_limit_exceeded',
      message: 'Too many password reset emails have been sent. Please try again in 1 minutes.',
      status: 429,
    }),
    says: 'the account of DIFY_EMAIL is locked',
  },
  {
    what: 'login by password switched off',
    version: '1.14.2',
    options: { passwordLogin: false },
    says: 'use DIFY_ADMIN_API_KEY, or set ENABLE_EMAIL_PASSWORD_LOGIN=true in Dify',
  },
  { what: 'an ill-formed e-mail', version: '0.15.3', ...MALFORMED },
  { what: 'an ill-formed e-mail', version: '1.8.1', ...MALFORMED },
  { what: 'an ill-formed e-mail', version: '1.10.1', ...MALFORMED },
  { what: 'an ill-formed e-mail', version: '1.14.2', ...MALFORMED },
  { what: 'an ill-formed e-mail', version: '1.15.0', ...MALFORMED },
  { what: 'a password without a digit', version: '1.4.3', password: 'only-letters', says: 'digit' },
  { what: 'a password without a digit', version: '1.8.1', password: 'only-letters', says: 'digit' },
];

const SETUP: readonly Case[] = [
  {
    what: 'a Dify that is not set up',
    version: '1.14.2',
    options: { setUp: false },
    says: 'Dify is not set up yet: finish its installation in the browser',
  },
  {
    what: 'a Dify that waits for its INIT_PASSWORD',
    version: '1.8.1',
    options: answering(401, {
      code: 'not_init_validated',
      message: 'Init validation has not been completed yet.',
      status: 401,
    }),
    says: 'Dify is not set up yet',
  },
];

async function attempt({ version, prepare, options, email, password }: Case) {
  const build = worldBuilder(version);
  prepare?.(build);
  const fake = await serveDify({ version, world: build.world, ...options });
  const stateDir = await temporaryDirectory();
  const credential = {
    kind: 'password',
    email: email ?? 'admin@example.com',
    password: password ?? 'builder-pass-1',
    workspaceId: undefined,
  } as const;
  return { fake, stateDir, opening: await prepareSession(fake.origin, { stateDir, credential }) };
}

const logins = ({ requests }: FakeDify) => requests.filter(({ path }) => path === '/login').length;
const readMarker = async (stateDir: string) => {
  const [name = 'none'] = await readdir(stateDir);
  return await readFile(join(stateDir, name), 'utf8');
};

describe('a login that Dify refuses', () => {
  it.each(REFUSALS)(
    'for $what on $version is explained, made once and remembered',
    async (given) => {
      const { fake, stateDir, opening } = await attempt(given);

      await expect(opening.open()).rejects.toMatchObject({
        name: 'DifyError',
        problem: 'credentials',
        remedy: 'operator',
        message: expect.stringContaining(given.says),
      });
      expect(logins(fake)).toBe(1);
      expect(opening.waits).toEqual([]);

      await expect(opening.open()).rejects.toThrow(
        'have not changed since: correct them, or try once more with --force-login',
      );
      expect(logins(fake)).toBe(1);
      const marker = await readMarker(stateDir);
      expect(marker).not.toContain(given.password ?? 'builder-pass-1');
      expect(marker).not.toContain(given.email ?? 'admin@example.com');
    },
  );

  it.each(SETUP)('because of $what is not held against the credentials', async (given) => {
    const { fake, stateDir, opening } = await attempt(given);

    await expect(opening.open()).rejects.toMatchObject({
      problem: 'setup',
      message: expect.stringContaining(given.says),
    });

    expect(logins(fake)).toBe(1);
    await expect(readMarker(stateDir)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is never tried with base64 after a wrong password', async () => {
    const { fake, opening } = await attempt({ what: '', version: '1.10.1', ...WRONG });

    await expect(opening.open()).rejects.toThrow('24 hours after six wrong attempts');

    expect(fake.requests.filter(({ path }) => path === '/login')).toHaveLength(1);
  });

  it('is made once when even base64 cannot be decoded', async () => {
    const options = answering(401, {
      code: 'authentication_failed',
      message: 'Invalid encrypted data',
      status: 401,
    });
    const { fake, opening } = await attempt({ what: '', version: '1.14.2', says: '', options });

    await expect(opening.open()).rejects.toMatchObject({ problem: 'credentials' });

    expect(logins(fake)).toBe(1);
  });

  it('is counted once on a fork that says 1.11.1 and wants base64', async () => {
    const fork = {
      path: /^\/system-features$/,
      times: 9,
      action: { kind: 'answer', status: 200, headers: { 'x-version': '1.11.1' }, body: {} },
    } as const;
    const { fake, opening } = await attempt({
      what: '',
      version: '1.14.2',
      options: { faults: [fork] },
      ...WRONG,
    });

    await expect(opening.open()).rejects.toThrow('DIFY_EMAIL or DIFY_PASSWORD is wrong');

    expect(logins(fake)).toBe(2); // the first is undecodable and not counted
    await expect(opening.open()).rejects.toThrow('--force-login');
    expect(logins(fake)).toBe(2);
  });
});

describe('a login that does not come to an answer of Dify', () => {
  it.each([
    ['a lost connection', { kind: 'reset' }, 'NetworkError'],
    ['a 502', { kind: 'html', status: 502 }, 'DifyError'],
    ['a limit of a gateway', { kind: 'answer', status: 429, body: { error: 'slow' } }, 'DifyError'],
    ['a cut answer', { kind: 'cut' }, 'NetworkError'],
    ['a 500', { kind: 'answer', status: 500, body: { code: 'unknown' } }, 'DifyError'],
  ] as const)('for %s is left to time, and not remembered', async (_, action, name) => {
    const options = { faults: [{ path: /^\/login$/, action }] };
    const { fake, stateDir, opening } = await attempt({
      what: '',
      version: '1.14.2',
      says: '',
      options,
    });

    await expect(opening.open()).rejects.toMatchObject({ name, remedy: 'time' });
    expect(logins(fake)).toBe(1);
    await expect(readMarker(stateDir)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(opening.open()).resolves.toBeDefined();
  });

  it('blames the gateway for its 403 page, not the account', async () => {
    const options = {
      faults: [{ path: /^\/login$/, action: { kind: 'html', status: 403 } }],
    } as const;
    const { stateDir, opening } = await attempt({ what: '', version: '1.14.2', says: '', options });

    await expect(opening.open()).rejects.toMatchObject({ problem: 'address' });

    await expect(readMarker(stateDir)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('says when a login is accepted without a session', async () => {
    const options = answering(200, { result: 'success' });
    const { opening } = await attempt({ what: '', version: '1.14.2', says: '', options });

    await expect(opening.open()).rejects.toMatchObject({
      problem: 'contract',
      message: expect.stringContaining('accepted the login but gave no session'),
    });
  });

  it('repeats no text of the answer', async () => {
    const options = answering(400, {
      code: 'SELL EVERYTHING',
      errors: { email: 'SELL EVERYTHING' },
      message: 'SELL EVERYTHING',
    });
    const { opening, stateDir } = await attempt({ what: '', version: '1.8.1', says: '', options });

    await expect(opening.open()).rejects.not.toThrow('SELL');
    await expect(opening.open()).rejects.not.toThrow('SELL');
    expect(await readMarker(stateDir)).not.toContain('SELL');
  });
});

describe('an account that was invited and never set up', () => {
  it('is told to finish its profile', async () => {
    const build = worldBuilder('1.14.2');
    build.owner.status = 'uninitialized';
    const fake = await serveDify({ version: '1.14.2', world: build.world });
    const session = await signInTo(fake);

    await expect(fetchCurrentWorkspace(session)).rejects.toMatchObject({
      problem: 'setup',
      message: expect.stringContaining('sign in once in the browser and complete the profile'),
    });
  });
});
