import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority } from '../support/certificates.ts';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { startForwardProxy } from '../support/forward-proxy.ts';
import { startFront, startTlsFront } from '../support/front.ts';
import { startStage } from '../support/stage.ts';
import { storedFigures } from '../support/stored-figures.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const EXPORT = ['export', '--period', '2026-11', '--timezone', 'Asia/Tokyo'];
const FIGURES = ['2026-11 app 15 0.0000750 USD'];

let authority: ReturnType<typeof makeAuthority>;

beforeAll(() => {
  authority = makeAuthority();
});

async function stageWithUsage() {
  const build = worldBuilder('1.14.2');
  const app = build.app('workflow', { name: 'app' });
  build.run(app, { at: '2026-11-20T00:00:00Z', nodes: [llm()] });
  return await startStage({ world: build.world });
}

async function writeAuthority(): Promise<string> {
  const path = join(await temporaryDirectory(), 'ca.pem');
  await writeFile(path, authority.cert);
  return path;
}

describe('an export through a proxy', () => {
  it('to a Dify with a private authority leaves out the receiver of NO_PROXY', async () => {
    const stage = await stageWithUsage();
    const port = await startTlsFront(stage.dify.origin, authority.issue());
    const proxy = await startForwardProxy({ credentials: 'ops:proxy-secret' });
    const address = `http://ops:proxy-secret@${proxy.host}`;
    const env = {
      DIFY_API_BASE_URL: `https://localhost:${port}`,
      HTTPS_PROXY: address,
      HTTP_PROXY: address,
      NO_PROXY: '127.0.0.0/8',
    };

    const run = await stage.run([...EXPORT, '--ca-file', await writeAuthority()], { env });

    expect(run).toMatchObject({ status: 0 });
    expect(storedFigures(stage.receiver)).toEqual(FIGURES);
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT localhost:${port}`]));
    for (const { headers } of stage.dify.requests) {
      expect(headers).not.toHaveProperty('proxy-authorization');
    }
  });

  it('of http takes the receiver through it, and Dify not, as NO_PROXY says by its port', async () => {
    const stage = await stageWithUsage();
    const proxy = await startForwardProxy();
    const env = { HTTP_PROXY: proxy.host, NO_PROXY: new URL(stage.dify.origin).host };

    expect(await stage.run(EXPORT, { env })).toMatchObject({ status: 0 });

    expect(storedFigures(stage.receiver)).toEqual(FIGURES);
    expect(proxy.asked).toEqual([`POST ${stage.receiver.url.href}`]);
  });

  it.each([
    ['lacks the password', '', 407, 77, 'demands a user name and password (407); write them'],
    ['has a wrong password', 'ops:proxy-secret@', 407, 77, 'refused the user name or password'],
    [
      'refuses as tinyproxy does',
      'ops:proxy-secret@',
      401,
      77,
      'refused the user name or password',
    ],
    ['may not go there', '', 403, 78, 'it does not allow that address (403)'],
    ['is told that it is out of order', '', 503, 69, 'it could not connect to that address (503)'],
  ])('that %s says so', async (_what, userInfo, refuses, status, problem) => {
    const stage = await stageWithUsage();
    const proxy = await startForwardProxy({ refuses });
    const env = {
      DIFY_API_BASE_URL: 'https://dify.example.com',
      HTTPS_PROXY: `http://${userInfo}${proxy.host}`,
    };

    const run = await stage.run(EXPORT, { env });

    expect(run.status).toBe(status);
    expect(run.stderr).toContain(`No way to dify.example.com through the proxy ${proxy.host}: `);
    expect(run.stderr).toContain(problem);
  });

  it('that refuses the receiver keeps the body', async () => {
    const stage = await stageWithUsage();
    const proxy = await startForwardProxy({ refuses: 407 });
    const env = {
      HTTP_PROXY: `http://ops:proxy-secret@${proxy.host}`,
      NO_PROXY: new URL(stage.dify.origin).host,
    };

    const run = await stage.run(EXPORT, { env });

    expect(run.status).toBe(77);
    expect(run.stderr).toContain(
      `No way to ${stage.receiver.url.host} through the proxy ${proxy.host}: it refused the user name or password in HTTP_PROXY (407)`,
    );
    expect(await stage.run(['spool', 'retry'])).toMatchObject({ status: 0 });
    expect(storedFigures(stage.receiver)).toEqual(FIGURES);
  });
});

describe('a private certificate authority', () => {
  it('is trusted for Dify and the receiver by the environment alone', async () => {
    const stage = await stageWithUsage();
    const difyPort = await startTlsFront(stage.dify.origin, authority.issue());
    const receiverPort = await startTlsFront(stage.receiver.url.href, authority.issue());
    const env = {
      DIFY_API_BASE_URL: `https://localhost:${difyPort}`,
      EXTERNAL_API_URL: `https://localhost:${receiverPort}/v1/usage`,
    };

    const untrusted = await stage.run(EXPORT, { env });
    const trusted = await stage.run(EXPORT, {
      env: { ...env, NODE_EXTRA_CA_CERTS: await writeAuthority() },
    });

    expect(untrusted.status).toBe(78);
    expect(untrusted.stderr).toContain('with --ca-file or NODE_EXTRA_CA_CERTS');
    expect(trusted).toMatchObject({ status: 0, stderr: '' });
    expect(storedFigures(stage.receiver)).toEqual(FIGURES);
  });

  it('that cannot be read is named', async () => {
    const stage = await stageWithUsage();

    const run = await stage.run([...EXPORT, '--ca-file', '/nowhere/ca.pem']);

    expect(run.status).toBe(78);
    expect(run.stderr).toContain(
      '--ca-file: The file cannot be read (ENOENT). Check the path and who may read it.',
    );
  });

  it('cannot be done without, whatever the environment says', async () => {
    const stage = await stageWithUsage();
    const port = await startTlsFront(stage.dify.origin, authority.issue());
    const env = {
      DIFY_API_BASE_URL: `https://localhost:${port}`,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    };

    const run = await stage.run(EXPORT, { env });

    expect(run.status).toBe(78);
    expect(run.stderr).toContain('NODE_TLS_REJECT_UNAUTHORIZED');
    expect(stage.dify.requests).toEqual([]);
  });
});

describe('a tunnel in front of Dify', () => {
  const ACCESS = '{"CF-Access-Client-Id":"id.access","CF-Access-Client-Secret":"tunnel-secret"}';

  it('gets the headers of DIFY_EXTRA_HEADERS, and the receiver does not', async () => {
    const stage = await stageWithUsage();
    const origin = await startFront(stage.dify.origin, (headers) =>
      headers['cf-access-client-secret'] === 'tunnel-secret'
        ? undefined
        : { status: 302, headers: { location: 'https://team.example.com/login' } },
    );
    const env = { DIFY_API_BASE_URL: origin };

    const without = await stage.run(EXPORT, { env });
    const given = await stage.run(EXPORT, { env: { ...env, DIFY_EXTRA_HEADERS: ACCESS } });

    expect(without.status).toBe(78);
    expect(without.stderr).toContain('in DIFY_EXTRA_HEADERS, or correct them');
    expect(given).toMatchObject({ status: 0 });
    expect(storedFigures(stage.receiver)).toEqual(FIGURES);
    for (const { headers } of stage.receiver.requests) {
      expect(headers).not.toHaveProperty('cf-access-client-secret');
    }
  });

  it('gets DIFY_BASIC_AUTH, and the receiver its own token', async () => {
    const stage = await stageWithUsage();
    const origin = await startFront(stage.dify.origin, ({ authorization }) =>
      authorization === `Basic ${Buffer.from('ops:front-secret').toString('base64')}`
        ? undefined
        : { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } },
    );
    const env = { DIFY_API_BASE_URL: origin, DIFY_BASIC_AUTH: 'ops:front-secret' };

    expect(await stage.run(EXPORT, { env })).toMatchObject({ status: 0 });

    expect(storedFigures(stage.receiver)).toEqual(FIGURES);
  });

  it('takes no header that is the business of the session', async () => {
    const stage = await stageWithUsage();
    const env = { DIFY_EXTRA_HEADERS: '{"Cookie":"a=secret-cookie"}' };

    const run = await stage.run(EXPORT, { env });

    expect(run.status).toBe(78);
    expect(run.stderr).toContain(
      'DIFY_EXTRA_HEADERS: The header cookie cannot be given: it is part of the session with Dify. Remove it.',
    );
    expect(stage.dify.requests).toEqual([]);
  });
});
