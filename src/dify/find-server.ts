import type { DifyConfig } from '../config/config.ts';
import { type Answer, firstHeader } from '../http/exchange.ts';
import { message } from '../language/message.ts';
import { createSender } from './create-sender.ts';
import { DifyError } from './dify-error.ts';
import { type DifyVersion, parseDifyVersion } from './dify-version.ts';
import { refusedInFront } from './foreign-answer.ts';
import { readAnswer } from './read-answer.ts';
import { retryRequest } from './retry-request.ts';
import { sendInTurn } from './send-in-turn.ts';
import type { SessionPorts } from './session-ports.ts';

/** What Dify says of itself to anybody. */
export type DifyServer = {
  readonly host: string;
  readonly version: DifyVersion;
  /** How far Dify's clock is ahead of ours, in ms; undefined when it does not send its time. */
  readonly clockSkewMs: number | undefined;
};

const PATH = '/system-features';
const ENDPOINT = `GET ${PATH}`;

/** Asks for the version, which Dify sends with every answer (auth-and-apps §8). */
export async function findServer(
  config: DifyConfig,
  ports: Omit<SessionPorts, 'loginMarker'>,
): Promise<DifyServer> {
  const { host } = new URL(config.origin);
  const send = createSender(config, ports);
  return await retryRequest(
    async () => readServer(host, await sendInTurn(ENDPOINT, ports, () => send('GET', PATH, {}))),
    { ...ports.retry, signal: ports.signal, monotonicNow: ports.monotonicNow },
  );
}

function readServer(host: string, answer: Answer): DifyServer {
  const { status } = answer;
  const isDify = answer.headers['x-version'] !== undefined;
  if (!isDify && (status === 401 || status === 403)) {
    throw refusedInFront(answer, { host, endpoint: ENDPOINT, status });
  }
  if (status === 404 || (!isDify && status === 405)) throw notDify(host, status);
  readAnswer(host, ENDPOINT, answer);
  const text = firstHeader(answer.headers, 'x-version') ?? '';
  const version = parseDifyVersion(text);
  if (version === undefined) {
    throw new DifyError('address', message('dify_no_version', { host }), {
      host,
      endpoint: ENDPOINT,
      status,
    });
  }
  return { host, version, clockSkewMs: answer.clockSkewMs };
}

function notDify(host: string, status: number): DifyError {
  return new DifyError('address', message('dify_no_console_api', { host }), {
    host,
    endpoint: ENDPOINT,
    status,
  });
}
