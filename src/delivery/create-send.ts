import { postJson } from '../http/post-json.ts';
import type { Route } from '../http/route.ts';
import type { Send } from './deliver.ts';
import { redactAnswer } from './redact-answer.ts';

export type ReceiverAccess = {
  readonly url: URL;
  readonly token: string;
  readonly timeoutMs: number;
  readonly dispatcher: Route;
  readonly userAgent: string;
  readonly now: () => number;
};

/** One POST to the receiver, at exactly the address that was configured. */
export function createSend(access: ReceiverAccess): Send {
  const { url, token, timeoutMs, dispatcher, userAgent, now } = access;
  return async ({ key, body }, signal) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'idempotency-key': key,
      'user-agent': userAgent,
    };
    const answer = await postJson(url, body, { dispatcher, headers, timeoutMs, signal, now });
    return redactAnswer(answer, access);
  };
}
