import { describe, expect, it } from 'vitest';
import { toProxyError } from '../../src/http/to-proxy-error.ts';

const PROXY = {
  origin: 'http://proxy.test:3128',
  authorization: 'Basic c2VjcmV0',
  variable: 'https_proxy',
};

const failure = (code: string) => Object.assign(new Error(`${code} secret`), { code });

describe('toProxyError', () => {
  it.each([
    [
      'UND_ERR_HEADERS_TIMEOUT',
      'time',
      'it did not answer; check that https_proxy is right and the proxy well',
    ],
    [
      'UND_ERR_CONNECT_TIMEOUT',
      'time',
      'it is named by https_proxy, and no connection within the time allowed (UND_ERR_CONNECT_TIMEOUT); a firewall may be in between',
    ],
    [
      'EAI_AGAIN',
      'time',
      'it is named by https_proxy, and the name could not be looked up now (EAI_AGAIN); check the DNS if it lasts',
    ],
  ])('says of %s who, why and what to do', (code, remedy, problem) => {
    const cause = failure(code);

    expect(toProxyError('dify.test', PROXY, cause)).toMatchObject({
      name: 'ProxyError',
      remedy,
      cause,
      message: `No way to dify.test through the proxy proxy.test:3128: ${problem}`,
    });
  });

  it.each(['UND_ERR_ABORTED', 'UND_ERR_INVALID_ARG', 'ABORT_ERR'])(
    "leaves %s as it is, which is not the proxy's doing",
    (code) => {
      const cause = failure(code);

      expect(toProxyError('dify.test', PROXY, cause)).toBe(cause);
    },
  );
});
