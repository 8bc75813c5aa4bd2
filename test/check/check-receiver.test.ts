import { describe, expect, it, onTestFinished } from 'vitest';
import { check, RECEIVER_TOKEN } from '../support/check.ts';
import { type FakeReceiver, startFakeReceiver } from '../support/fake-receiver.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const METER = { API_METER_TENANT_ID: '11111111-2222-4333-8444-555555555555' };

async function serve(options: Parameters<typeof startFakeReceiver>[0] = {}) {
  const receiver = await startFakeReceiver({ token: RECEIVER_TOKEN, ...options });
  onTestFinished(() => receiver.close());
  return receiver;
}

/** Dify is not there; only the receiver is looked at. */
async function checkReceiver(
  receiver: FakeReceiver,
  { sendTest = false, env = {} }: { sendTest?: boolean; env?: Record<string, string> } = {},
) {
  return await check({ receiver, sendTest, env, stateDir: await temporaryDirectory() });
}

describe('the receiver, without a test', () => {
  it('is there, and does not tell whether it takes the token', async () => {
    const receiver = await serve();
    const checked = await checkReceiver(receiver);

    expect(checked.hop('receiver_access')).toEqual({
      name: 'receiver_access',
      status: 'ok',
      code: 'receiver_token_unproven',
      found: `${receiver.url.host} answers (405 to HEAD), and says only to a POST whether it takes the token`,
      cure: 'To prove it: dify-usage check --send-test',
      exitCode: 0,
    });
    expect(checked.hop('receiver_clock').status).toBe('ok');
    expect(receiver.requests.map(({ method, headers }) => [method, headers.authorization])).toEqual(
      [
        ['HEAD', `Bearer ${RECEIVER_TOKEN}`],
        ['HEAD', undefined],
      ],
    );
  });

  it.each([401, 403])(
    'has looked at the token when it refuses who has none by %i',
    async (bare) => {
      const receiver = await serve();
      receiver.script({ status: 405 }, { status: bare });

      expect((await checkReceiver(receiver)).hop('receiver_access')).toMatchObject({
        status: 'ok',
        code: 'ok',
        found: `${receiver.url.host} answers, refuses who has no token (${bare}) and does not refuse ours`,
      });
    },
  );

  it.each([401, 403])('refuses the token with %i', async (status) => {
    const receiver = await serve();
    receiver.always({ status });
    const checked = await checkReceiver(receiver);

    expect(checked.hop('receiver_access')).toMatchObject({
      status: 'failed',
      code: 'receiver_token_refused',
      found: `${receiver.url.host} refused the token (${status})`,
      exitCode: 77,
    });
    expect(checked.status).toBe(77);
  });

  it('stands behind a proxy that lets nobody through', async () => {
    const receiver = await serve();
    receiver.always({ status: 407 });

    expect((await checkReceiver(receiver)).hop('receiver_access')).toMatchObject({
      status: 'failed',
      found: `A proxy behind ${receiver.url.host} demands credentials (407)`,
      cure: expect.stringMatching(/^have them set there/i),
      exitCode: 77,
    });
  });

  it('is there when it does not know HEAD at all', async () => {
    const receiver = await serve();
    receiver.always({ status: 501 });

    expect((await checkReceiver(receiver)).hop('receiver_access')).toMatchObject({
      status: 'ok',
      code: 'receiver_token_unproven',
    });
  });

  it('has nothing at a wrong path', async () => {
    const receiver = await serve();
    const env = { EXTERNAL_API_URL: new URL('/v2/usage?key=query-secret', receiver.url).href };
    const checked = await checkReceiver(receiver, { env });

    expect(checked.hop('receiver_access')).toMatchObject({
      status: 'failed',
      code: 'receiver_address',
      found: `${receiver.url.host} has nothing at /v2/usage (404)`,
      cure: expect.stringMatching(/^Correct EXTERNAL_API_URL/),
      exitCode: 78,
    });
    expect(JSON.stringify(checked.hops)).not.toContain('query-secret');
  });

  it.each([204, 405])('is there when only OPTIONS knows the path, by %i', async (status) => {
    const receiver = await serve();
    receiver.script({ status: 404 }, { status }, { status: 404 });

    expect((await checkReceiver(receiver)).hop('receiver_access').status).toBe('ok');
  });

  it('redirects to a host that repeats the token, which is not told', async () => {
    const receiver = await serve();
    const location = `https://${RECEIVER_TOKEN}.example.com/`;
    receiver.always({ status: 301, headers: { location } });

    expect((await checkReceiver(receiver)).hop('receiver_access').found).toBe(
      `${receiver.url.host} redirects to ***.example.com (301), and the token follows no redirect`,
    );
  });

  it('redirects, and where to is told without the query', async () => {
    const receiver = await serve();
    receiver.always({ status: 301, headers: { location: 'https://new.example.com/x?key=s3cret' } });

    expect((await checkReceiver(receiver)).hop('receiver_access')).toMatchObject({
      status: 'failed',
      code: 'receiver_redirects',
      found: `${receiver.url.host} redirects to new.example.com (301), and the token follows no redirect`,
      exitCode: 78,
    });
  });

  it.each([503, 429])('is down for the time being, as %i says', async (status) => {
    const receiver = await serve();
    receiver.always({ status });

    expect((await checkReceiver(receiver)).hop('receiver_access')).toMatchObject({
      status: 'failed',
      code: 'receiver_unavailable',
      exitCode: 75,
    });
  });

  it('hangs, and is not waited for', async () => {
    const receiver = await serve();
    receiver.always({ fault: 'hang' });
    const checked = await checkReceiver(receiver, { env: { EXTERNAL_API_TIMEOUT_MS: '100' } });

    expect(checked.hop('receiver_access')).toMatchObject({
      status: 'failed',
      code: 'timeout',
      found: `${receiver.url.host} did not finish its answer within 100 ms`,
      exitCode: 75,
    });
    expect(checked.hop('receiver_clock').status).toBe('not_tried');
  });

  it('has a clock that is 12 minutes behind', async () => {
    const receiver = await serve({ now: () => Date.now() - 720_000 });

    expect((await checkReceiver(receiver)).hop('receiver_clock')).toMatchObject({
      status: 'warning',
      code: 'clock_skew',
      found: expect.stringMatching(/^72[01] s behind this machine/),
    });
  });
});

describe('the test of the receiver', () => {
  it('is one POST without a record, under a key that no export has', async () => {
    const receiver = await serve();
    const checked = await checkReceiver(receiver, { sendTest: true });

    expect(checked.hop('receiver_test')).toMatchObject({
      status: 'ok',
      found: 'a body without records was accepted (200): Data received successfully',
    });
    const posts = receiver.requests.filter(({ method }) => method === 'POST');
    expect(posts).toHaveLength(1);
    expect(JSON.parse(posts[0]?.body ?? '')).toEqual({
      aggregation_period: 'daily',
      output_mode: 'per_app',
      fetch_period: { start: '2000-01-01T00:00:00.000Z', end: '2000-01-01T23:59:59.999Z' },
      app_records: [],
    });
    expect(posts[0]?.idempotencyKey).toMatch(/^check-[0-9a-f]{32}$/);
    expect(receiver.rows('app_records')).toEqual([]);
  });

  it.each([
    ['API_Meter', METER, 'records', 400],
    ['the external API', {}, 'app_records', 422],
  ])(
    'proves the token where %s misses the records, and refuses who has no token first',
    async (_, env, array, status) => {
      const receiver = await serve();
      const proving = { status: 405 };
      receiver.script(proving, proving, { status, body: { message: 'empty' } });
      const checked = await checkReceiver(receiver, { sendTest: true, env });

      expect(checked.hop('receiver_test')).toMatchObject({
        status: 'ok',
        found: `the token is accepted: without it the answer is 401, with it only the body without records is refused (${status})`,
      });
      const posts = receiver.requests.filter(({ method }) => method === 'POST');
      expect(posts.map(({ headers }) => headers.authorization)).toEqual([
        `Bearer ${RECEIVER_TOKEN}`,
        undefined,
      ]);
      expect(JSON.parse(posts[0]?.body ?? '')[array]).toEqual([]);
      expect(receiver.rows(array)).toEqual([]);
    },
  );

  it('proves nothing where the body is refused whoever sends it', async () => {
    const receiver = await serve();
    const refusal = { status: 400, body: { message: 'empty' } };
    receiver.script({ status: 405 }, { status: 405 }, refusal, refusal);
    const checked = await checkReceiver(receiver, { sendTest: true, env: METER });

    expect(checked.hop('receiver_test')).toMatchObject({
      status: 'warning',
      code: 'test_unproven',
      found: `${receiver.url.host} refused the body (400): empty; it says 400 to who has no token, so that nothing is known of ours`,
    });
  });

  it.each([
    [401, 77, 'test_http_401'],
    [404, 78, 'test_http_404'],
    [413, 65, 'test_http_413'],
    [503, 75, 'test_http_503'],
    [418, 65, 'test_body_refused'],
  ])('fails with %i, and the command with %i', async (status, exitCode, code) => {
    const receiver = await serve();
    receiver.script({ status: 405 }, { status: 405 }, { status });
    const checked = await checkReceiver(receiver, { sendTest: true });

    expect(checked.hop('receiver_test')).toMatchObject({ status: 'failed', code, exitCode });
  });

  it('fails when the answer is a page', async () => {
    const receiver = await serve();
    receiver.script({ status: 405 }, { status: 405 }, { body: '<html>Welcome</html>' });
    const checked = await checkReceiver(receiver, { sendTest: true });

    expect(checked.hop('receiver_test')).toMatchObject({
      status: 'failed',
      code: 'test_answer_html',
      exitCode: 76,
    });
  });

  it('outranks what HEAD was told', async () => {
    const receiver = await serve();
    receiver.script({ status: 404 }, { status: 404 });
    const checked = await checkReceiver(receiver, { sendTest: true });

    expect(checked.hop('receiver_access')).toMatchObject({
      status: 'warning',
      code: 'receiver_address',
    });
    expect(checked.hop('receiver_test').status).toBe('ok');
  });

  it.each(['reset', 'cut'] as const)('outranks a HEAD that got no answer (%s)', async (fault) => {
    const receiver = await serve();
    receiver.script({ fault });
    const checked = await checkReceiver(receiver, { sendTest: true });

    expect(checked.hop('receiver_access')).toMatchObject({ status: 'warning', exitCode: 0 });
    expect(checked.hop('receiver_test').status).toBe('ok');
  });

  it('shows nothing of the token that the receiver repeats', async () => {
    const receiver = await serve();
    receiver.script(
      { status: 405 },
      { status: 405 },
      { status: 401, body: { message: `bad ${RECEIVER_TOKEN}\u001b[2J` } },
    );
    const checked = await checkReceiver(receiver, { sendTest: true });

    expect(checked.hop('receiver_test').found).toMatch(/bad \*\*\* ?\[2J$/);
    expect(JSON.stringify(checked.hops)).not.toContain(RECEIVER_TOKEN);
  });
});
