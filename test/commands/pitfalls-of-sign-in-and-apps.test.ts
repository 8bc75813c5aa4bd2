import { describe, expect, it } from 'vitest';
import { parseDifyOrigin } from '../../src/config/parse-dify-origin.ts';
import { parseUuid } from '../../src/config/parse-uuid.ts';
import { findTokens } from '../../src/dify/tokens.ts';
import { readBill, readBillOf } from '../support/bill.ts';
import { OWNER, worldBuilder } from '../support/fake-dify/builders.ts';
import type { Fault } from '../support/fake-dify/faults.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import type { RecordedRequest } from '../support/fake-dify/server.ts';
import { serveDify } from '../support/session.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

// Each test is a trap of Dify's sign-in, workspaces and app list into which a client can fall.

const ALWAYS = Number.POSITIVE_INFINITY;
const BILL = ['2026-10 chat 15 0.0000045 USD'];
const COOKIE_VERSIONS = ['1.9.2', '1.10.1', '1.11.4', '1.12.1', '1.14.2', '1.15.0'];

describe('signing in', () => {
  it.each(['0.15.3', '1.4.3', '1.8.1', '1.9.1', '1.9.2', '1.10.1', '1.11.1'])(
    'takes a password in base64 for a wrong one up to 1.11.1 (%s)',
    async (version) => {
      const { apps, requests } = await readBill(oneChat(version));

      expect(apps).toEqual(BILL);
      expect(passwordsIn(requests)).toEqual(['builder-pass-1']);
    },
  );

  it.each(['1.11.2', '1.11.4', '1.12.1', '1.14.2', '1.15.0'])(
    'cannot read a plain password from 1.11.2 on (%s)',
    async (version) => {
      const { apps, requests } = await readBill(oneChat(version));

      expect(apps).toEqual(BILL);
      expect(passwordsIn(requests)).toEqual(['YnVpbGRlci1wYXNzLTE=']);
    },
  );

  it('wants standard base64 of UTF-8, not that of URLs', async () => {
    const build = oneChat('1.14.2');
    build.owner.password = 'ÿÿþ密码?9';

    const { apps, requests } = await readBill(build, { password: 'ÿÿþ密码?9' });

    expect(apps).toEqual(BILL);
    expect(passwordsIn(requests)).toEqual(['w7/Dv8O+5a+G56CBPzk=']);
  });

  it.each([
    ['0.15.3', { status: 400, code: 'email_or_password_mismatch' }],
    ['1.4.3', { status: 400, code: 'email_or_password_mismatch' }],
    ['1.8.1', { status: 401, code: 'authentication_failed' }],
    ['1.14.2', { status: 401, code: 'authentication_failed' }],
  ])('answers a wrong password with 400 or 401 (%s)', async (version, answer) => {
    await expect(readBill(oneChat(version), { password: 'wrong-pass-1' })).rejects.toMatchObject({
      problem: 'credentials',
      ...answer,
    });
  });

  it.each(['1.8.1', '1.9.1', '1.10.1'])(
    'refuses a parameter without any code from 1.8 to 1.10 (%s)',
    async (version) => {
      const credential = {
        kind: 'password',
        email: 'no address',
        password: OWNER.password,
        workspaceId: undefined,
      } as const;

      await expect(readBill(oneChat(version), { credential })).rejects.toMatchObject({
        problem: 'credentials',
        code: undefined,
        message: expect.stringContaining('DIFY_EMAIL is no e-mail address'),
      });
    },
  );

  it.each(['0.15.3', '1.14.2'])(
    'says 200 to an account without a workspace, and lets nobody in (%s)',
    async (version) => {
      const build = oneChat(version);
      build.world.members.length = 0;

      await expect(readBill(build)).rejects.toMatchObject({ problem: 'credentials' });
    },
  );

  it('says 200 to a stranger where anybody may register, and mails them: it is asked once', async () => {
    const build = oneChat('1.8.1');
    const dify = await serveDify({ version: '1.8.1', world: build.world, allowRegister: true });
    build.owner.email = 'moved@example.com';
    const stateDir = await temporaryDirectory();

    for (let hour = 0; hour < 3; hour += 1) {
      await expect(readBillOf(dify, { stateDir })).rejects.toMatchObject({
        problem: 'credentials',
      });
    }

    expect(passwordsIn(dify.requests)).toHaveLength(1);
  });

  it('locks people out for a day after six wrong passwords, such as those of a stale cron job', async () => {
    const { version, world, owner } = oneChat('1.14.2');
    const dify = await serveDify({ version, world });
    const stateDir = await temporaryDirectory();
    owner.password = 'rotated-pass-2';

    for (let hour = 0; hour < 8; hour += 1) {
      await expect(readBillOf(dify, { stateDir })).rejects.toMatchObject({
        problem: 'credentials',
      });
    }

    expect(passwordsIn(dify.requests)).toHaveLength(1);
    expect((await readBillOf(dify, { password: 'rotated-pass-2', stateDir })).apps).toEqual(BILL);
  });

  it.each([301, 302, 307, 308])('is not to follow a redirect (%i)', async (status) => {
    const build = oneChat('1.14.2');
    const location = 'https://dify.example.com/console/api/login';
    const redirect: Fault = {
      path: /^\/login$/,
      action: { kind: 'answer', status, headers: { location } },
    };
    const dify = await serveDify({ version: '1.14.2', world: build.world, faults: [redirect] });

    await expect(readBillOf(dify)).rejects.toMatchObject({
      problem: 'address',
      message: expect.stringContaining('redirects to https://dify.example.com'),
    });
    expect(dify.requests.map(({ path }) => path)).toEqual(['/system-features', '/login']);
  });

  it('refuses an admin key from 1.9.2 to 1.10.1, and prefers a cookie to one later', async () => {
    const workspaceIds = oneChat('1.14.2').world.workspaces.map(({ id }) => id);
    const credential = { kind: 'admin-key', apiKey: 'key-1', workspaceIds } as const;
    const serving = { adminApiKey: 'key-1' };

    for (const version of ['1.9.2', '1.10.0', '1.10.1']) {
      await expect(readBill(oneChat(version), { credential }, serving)).rejects.toMatchObject({
        problem: 'setup',
        message: expect.stringContaining('use DIFY_EMAIL and DIFY_PASSWORD'),
      });
    }
    const { apps, requests } = await readBill(oneChat('1.14.2'), { credential }, serving);
    expect(apps).toEqual(BILL);
    expect(requests.filter(({ headers }) => headers.cookie !== undefined)).toEqual([]);
  });
});

describe('a session', () => {
  it.each(COOKIE_VERSIONS)(
    'has its tokens in cookies alone from 1.9.2 on (%s)',
    async (version) => {
      expect((await readBill(oneChat(version))).apps).toEqual(BILL);
    },
  );

  it.each(COOKIE_VERSIONS)(
    'needs a CSRF token for every GET from 1.9.2 on (%s)',
    async (version) => {
      const { requests } = await readBill(oneChat(version));

      const gets = requests.filter(
        ({ method, path }) => method === 'GET' && path !== '/system-features',
      );
      expect(gets.length).toBeGreaterThan(3);
      for (const { headers } of gets) {
        const csrf = String(headers['x-csrf-token']);
        expect(csrf).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
        expect(headers.cookie).toContain(`csrf_token=${csrf}`);
      }
    },
  );

  it.each(
    COOKIE_VERSIONS.flatMap(
      (version) =>
        [
          [version, false],
          [version, true],
        ] as const,
    ),
  )(
    'names its cookies by settings of the server, whatever the address asked (%s, https: %s)',
    async (version, secureCookies) => {
      expect((await readBill(oneChat(version), {}, { secureCookies })).apps).toEqual(BILL);
    },
  );

  it.each([
    ['1.9.2', { secureCookies: true }],
    ['1.10.1', { secureCookies: true }],
    ['1.14.2', { secureCookies: true }],
    ['1.14.2', { secureCookies: true, cookieDomain: '.example.com' }],
  ])(
    'is lost in a strict cookie jar: Secure cookies over http, those of a domain, the refresh (%s, %j)',
    async (version, settings) => {
      const faults = [expireAt(/^\/apps\?/)];

      const { apps, requests } = await readBill(oneChat(version), {}, { ...settings, faults });

      expect(apps).toEqual(BILL);
      expect(countOf(requests, '/refresh-token')).toBe(1);
      expect(countOf(requests, '/login')).toBe(1);
    },
  );

  it('has cookies with a comma in them, which separates nothing', () => {
    const now = Date.parse('2026-11-20T12:00:00Z');
    const lines = ['access_token=a', 'refresh_token=r', 'csrf_token=c'].map(
      (pair) => `${pair}; Expires=Fri, 20 Nov 2026 13:00:00 GMT; Max-Age=1800; Path=/`,
    );

    expect(findTokens({ result: 'success' }, { 'set-cookie': lines }, now, now)).toMatchObject({
      access: 'a',
      refresh: 'r',
      csrf: 'c',
      lifetimeMs: 1_800_000,
    });
  });

  it.each(COOKIE_VERSIONS)(
    'is refused with an old cookie beside a new header: both are renewed (%s)',
    async (version) => {
      const faults = [expireAt(/^\/apps\?/), expireAt(/token-costs/)];

      const { apps, requests } = await readBill(oneChat(version), {}, { faults });

      expect(apps).toEqual(BILL);
      expect(countOf(requests, '/refresh-token')).toBe(2);
      expect(countOf(requests, '/login')).toBe(1);
    },
  );

  it.each(['1.8.1', '1.14.2'])(
    'has a refresh token for one use: requests in parallel share one refresh (%s)',
    async (version) => {
      const build = worldBuilder(version);
      const app = build.app('workflow');
      for (let run = 0; run < 30; run += 1) build.run(app, { nodes: [llm()] });
      const faults: Fault[] = [
        { path: /node-executions/, times: ALWAYS, action: { kind: 'delay', ms: 5 } },
        { ...expireAt(/node-executions/), skip: 10 },
      ];

      const { apps, requests } = await readBill(build, { concurrency: 8 }, { faults });

      expect(apps).toEqual(['2026-10 workflow 450 0.0022500 USD']);
      expect(countOf(requests, '/refresh-token')).toBe(1);
      expect(countOf(requests, '/login')).toBe(1);
    },
  );

  it.each(['0.15.3', '1.8.1', '1.9.1', '1.9.2', '1.14.2'])(
    'ends after an hour, in the middle of a long run (%s)',
    async (version) => {
      const faults = [expireAt(/token-costs/)];

      expect((await readBill(oneChat(version), {}, { faults })).apps).toEqual(BILL);
    },
  );

  it.each(['1.8.1', '1.14.2'])(
    'ends by the clock of Dify, not by ours, which is two hours ahead (%s)',
    async (version) => {
      const now = () => Date.parse('2026-12-10T05:00:00Z');

      const { apps, requests } = await readBill(oneChat(version), { now });

      expect(apps).toEqual(BILL);
      expect(countOf(requests, '/refresh-token')).toBe(0);
    },
  );

  it.each(['1.8.1', '1.14.2'])(
    'that is logged out may log the person out of the browser: it is forgotten (%s)',
    async (version) => {
      const { requests } = await readBill(oneChat(version));

      expect(countOf(requests, '/logout')).toBe(0);
    },
  );
});

describe('the version', () => {
  it('is in a header, while /version tells the newest release that there is', async () => {
    const { bill, requests } = await readBill(oneChat('1.12.1'));

    expect(bill.usage.dify.version.text).toBe('1.12.1');
    expect(countOf(requests, '/version')).toBe(0);
  });

  it.each([
    ['1.8.1-fix.1', '1.8.1'],
    ['v1.14.2', '1.14.2'],
    ['1.14.2+main.7f3a', '1.14.2'],
    // A build of the main branch that names the last release and is ahead of it.
    ['1.11.1', '1.14.2'],
  ])('may be that of a fork or of a branch: %s', async (text, version) => {
    const announce: Fault = {
      path: /^\/system-features$/,
      action: { kind: 'answer', status: 200, headers: { 'x-version': text }, body: {} },
    };

    const { apps, bill } = await readBill(oneChat(version), {}, { faults: [announce] });

    expect(apps).toEqual(BILL);
    expect(bill.usage.dify.version.text).toBe(text);
  });
});

describe('the workspace', () => {
  it.each(['1.9.2', '1.10.0', '1.10.1', '1.14.2'])(
    'is asked for by GET or by POST, depending on the version, unless it is taken from the list (%s)',
    async (version) => {
      const { bill, requests } = await readBill(oneChat(version));

      expect(bill.usage.workspaces).toMatchObject([{ name: 'Home' }]);
      expect(countOf(requests, '/workspaces/current')).toBe(0);
    },
  );

  it.each([/^\/apps\?/, /token-costs/])(
    'is switched in a browser while it is read, at %s',
    async (path) => {
      const build = oneChat('1.14.2');
      const workspaceId = build.workspace('Lab').id;
      build.message(build.app('chat', { name: 'other', workspaceId }));
      const faults: Fault[] = [{ path, action: { kind: 'switch-workspace', workspaceId } }];

      await expect(readBill(build, {}, { faults })).rejects.toThrow('was switched');
    },
  );

  it('of the person changes when the program switches it: another one is a mistake to correct', async () => {
    const build = oneChat('1.14.2');
    const workspaceId = build.workspace('Lab').id;
    const before = structuredClone(build.world.members);

    await expect(
      readBill(build, { credential: { kind: 'password', ...OWNER, workspaceId } }),
    ).rejects.toMatchObject({ problem: 'setup' });
    expect(build.world.members).toEqual(before);
  });

  it.each([null, '', 'Nowhere/Land'])(
    'has an account with the zone %j, for whom Dify breaks: it is told, not a fault of Dify',
    async (timezone) => {
      const build = oneChat('1.14.2');
      build.owner.timezone = timezone;

      await expect(readBill(build)).rejects.toMatchObject({
        problem: 'setup',
        message: expect.stringContaining('Settings → Language → Time zone'),
      });
    },
  );
});

describe('the app list', () => {
  it.each(['1.1.0', '1.14.2'])(
    'filters modes and tags differently in each version: nothing is filtered (%s)',
    async (version) => {
      const build = worldBuilder(version);
      for (const mode of ['agent-chat', 'chat', 'completion']) build.message(build.app(mode));
      for (const mode of ['advanced-chat', 'workflow'])
        build.run(build.app(mode), { nodes: [llm()] });

      const { apps, requests } = await readBill(build);

      expect(apps.map((line) => line.split(' ')[1])).toEqual([
        'advanced-chat',
        'agent-chat',
        'chat',
        'completion',
        'workflow',
      ]);
      expect(requests.find(({ path }) => path === '/apps')?.query).toEqual({
        page: '1',
        limit: '100',
        sort_by: 'earliest_created',
      });
    },
  );

  it.each(['0.15.3', '1.14.2', '1.15.0'])(
    'has no order among apps of one second, and moves while apps are edited (%s)',
    async (version) => {
      const build = worldBuilder(version);
      const apps = Array.from({ length: 117 }, () =>
        build.app('chat', { createdAt: '2026-03-01T00:00:00Z' }),
      );
      const edit: Fault = {
        path: /^\/apps\?page=1&/,
        times: ALWAYS,
        action: {
          kind: 'run',
          after: () => {
            for (const app of apps.slice(0, 20)) app.updatedAtUs += 60_000_000;
          },
        },
      };

      const { bill } = await readBill(build, { mode: 'per_app' }, { faults: [edit] });

      expect(bill.usage.results.map(({ app }) => app.id)).toEqual(
        apps.map(({ id }) => id).toSorted(),
      );
    },
  );

  it('leaves agent apps out on a newer Dify unless they are asked for', async () => {
    const build = oneChat('1.15.0');
    build.message(build.app('agent'));

    expect((await readBill(build)).apps).toEqual([
      '2026-10 agent 15 0.0000045 USD',
      '2026-10 chat 15 0.0000045 USD',
    ]);
  });

  it.each(['1.10.0', '1.10.1'])(
    'is a 500 as a whole when one app has a broken draft (%s)',
    async (version) => {
      const build = oneChat(version);
      build.app('workflow', { name: 'broken' }).brokenDraft = true;
      build.message(build.app('chat', { name: 'newer' }));

      const { apps, bill } = await readBill(build);

      expect(apps).toEqual([...BILL, '2026-10 newer 15 0.0000045 USD']);
      expect(bill.usage.unlistableApps).toBe(1);
      expect(bill.isWorkspaceComplete).toBe(false);
    },
  );

  it.each(['1.4.3', '1.8.1', '1.14.2'])(
    'loses an app meanwhile, whose refusal has another text in each version (%s)',
    async (version) => {
      const build = oneChat(version);
      const doomed = build.app('chat', { name: 'doomed' });
      const remove: Fault = {
        path: new RegExp(doomed.id),
        action: { kind: 'run', before: ({ apps }) => void apps.splice(apps.indexOf(doomed), 1) },
      };

      const { apps, bill } = await readBill(build, {}, { faults: [remove] });

      expect(apps).toEqual(BILL);
      expect(bill.usage.results.map(({ kind }) => kind)).toEqual(['complete', 'gone']);
    },
  );

  it.each([404, 502, 504])(
    'and everything else may be a page of HTML, which is no empty list (%i)',
    async (status) => {
      const build = oneChat('1.14.2');
      const page: Fault = {
        path: /token-costs/,
        times: ALWAYS,
        action: { kind: 'html', status },
      };

      const { apps, withheld } = await readBill(build, {}, { faults: [page] });

      expect(apps).toEqual([]);
      expect(withheld).toEqual(['chat']);
    },
  );

  it('has prompts in it, which go nowhere', async () => {
    const build = oneChat('1.14.2');
    for (const app of build.world.apps) {
      app.item = { description: 'SECRET PROMPT', model_config: { pre_prompt: 'SECRET PROMPT' } };
    }

    const { bill, requests } = await readBill(build);

    expect(bill.bodies.map(({ body }) => body).join()).not.toContain('SECRET');
    expect(requests.filter(({ path }) => /^\/apps\/[^/]+$/.test(path))).toEqual([]);
  });
});

describe('an address', () => {
  it.each(['', '5b1c', 'my app', '00000000000040008000000000000001'])(
    'or header with %j for an id breaks Dify, which knows UUIDs: it is refused before',
    (id) => {
      expect(() => parseUuid(id)).toThrow();
    },
  );

  it('with a slash at its end is no route of Dify', async () => {
    const { requests } = await readBill(oneChat('1.14.2'));

    expect(parseDifyOrigin('https://dify.example.com/console/api/')).toBe(
      'https://dify.example.com',
    );
    expect(requests.filter(({ path }) => path.endsWith('/'))).toEqual([]);
  });
});

it('ten requests at once are all that a default Dify answers for everybody: two are made', async () => {
  const build = worldBuilder('1.14.2');
  const workflow = build.app('workflow');
  for (let run = 0; run < 20; run += 1) build.run(workflow, { nodes: [llm()] });
  for (let app = 0; app < 5; app += 1) build.message(build.app('chat'));
  const slow: Fault = { times: ALWAYS, action: { kind: 'delay', ms: 2 } };

  const { requests } = await readBill(build, { concurrency: 2 }, { faults: [slow] });

  expect(Math.max(...requests.map(({ inFlight }) => inFlight))).toBe(2);
});

function oneChat(version: string) {
  const build = worldBuilder(version);
  build.message(build.app('chat'));
  return build;
}

function expireAt(path: RegExp): Fault {
  return { path, action: { kind: 'expire-tokens' } };
}

function countOf(requests: readonly RecordedRequest[], path: string): number {
  return requests.filter((request) => request.path === path).length;
}

function passwordsIn(requests: readonly RecordedRequest[]): unknown[] {
  return requests
    .filter(({ path }) => path === '/login')
    .map(({ body }) => JSON.parse(body).password);
}
