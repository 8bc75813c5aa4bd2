import type { DifyConfig } from '../config/config.ts';
import { type Answer, exchange } from '../http/exchange.ts';
import type { Headers } from './credentials.ts';
import type { SessionPorts } from './session-ports.ts';

/** One request below `/console/api`; whatever the status, an answer is not an error here. */
export type Sender = (
  method: 'GET' | 'POST',
  path: string,
  headers: Headers,
  body?: string,
) => Promise<Answer>;

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export function createSender(
  { origin, timeoutMs, frontHeaders }: DifyConfig,
  ports: Pick<SessionPorts, 'dispatcher' | 'now' | 'signal' | 'userAgent'>,
): Sender {
  return (method, path, headers, body) =>
    exchange(
      new URL(`${origin}/console/api${path}`),
      {
        method,
        // What Dify itself needs wins.
        headers: { 'user-agent': ports.userAgent, ...frontHeaders, ...headers },
        ...(body === undefined ? {} : { body }),
      },
      { ...ports, timeoutMs, maxBytes: MAX_ANSWER_BYTES },
    );
}
