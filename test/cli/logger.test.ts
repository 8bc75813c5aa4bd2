import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/cli/logger.ts';
import type { LogLevel } from '../../src/config/config.ts';

async function captureLog(level: LogLevel = 'info') {
  const lines: string[] = [];
  const logger = await createLogger({ level, stream: { write: (line) => void lines.push(line) } });
  return { logger, lines };
}

describe('createLogger', () => {
  it('writes one line of JSON with the data beside the message', async () => {
    const { logger, lines } = await captureLog();
    logger.warn({ code: 'dify_slow', path: '/apps', ms: 5000 }, 'Dify answers slowly');

    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      name: 'dify-usage',
      code: 'dify_slow',
      path: '/apps',
      ms: 5000,
      msg: 'Dify answers slowly',
    });
  });

  it('leaves out what is less important than its level', async () => {
    const { logger, lines } = await captureLog('warn');
    logger.info({ code: 'x' }, 'x');
    logger.error({ code: 'y' }, 'y');

    expect(lines).toHaveLength(1);
  });

  it('is silent on request', async () => {
    const { logger, lines } = await captureLog('silent');
    logger.fatal({ code: 'x' }, 'x');

    expect(lines).toEqual([]);
  });

  it.each([
    ['at the top', { password: 'sekret', token: 'sekret', apiKey: 'sekret' }],
    ['in headers', { headers: { authorization: 'Bearer sekret', cookie: 'access_token=sekret' } }],
    [
      'in the headers of a request',
      {
        request: {
          headers: {
            Authorization: 'Bearer sekret',
            'set-cookie': ['access_token=sekret'],
            'x-csrf-token': 'sekret',
          },
        },
      },
    ],
    ['in a credential', { dify: { credential: { password: 'sekret', apiKey: 'sekret' } } }],
    ['in a session', { session: { access_token: 'sekret', refreshToken: 'sekret' } }],
  ])('hides secrets %s', async (_place, data) => {
    const { logger, lines } = await captureLog();
    logger.info({ code: 'x', ...data }, 'x');

    expect(lines[0]).not.toContain('sekret');
    expect(lines[0]).toContain('[redacted]');
  });

  it('keeps a hostile name on its line', async () => {
    const { logger, lines } = await captureLog();
    logger.info({ code: 'x', app: '\u001b[2J\n{"level":"fatal"}' }, 'x');

    expect(lines[0]?.trimEnd()).not.toMatch(/\p{Cc}/u);
  });

  it('tells an error with its cause', async () => {
    const { logger, lines } = await captureLog();
    const error = new Error('Could not reach dify', { cause: new Error('ECONNREFUSED') });
    logger.error({ code: 'x', err: error }, 'x');

    expect(lines[0]).toContain('Could not reach dify: ECONNREFUSED');
  });
});
