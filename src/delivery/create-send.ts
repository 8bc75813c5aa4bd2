import type { Dispatcher } from 'undici';
import { type Answer, firstHeader } from '../http/exchange.ts';
import { postJson } from '../http/post-json.ts';
import { redact } from '../http/redact.ts';
import { looksLikeToken } from '../text/mask-token.ts';
import type { Send } from './deliver.ts';

export type ReceiverAccess = {
  readonly url: URL;
  readonly token: string;
  readonly timeoutMs: number;
  readonly dispatcher: Dispatcher;
  readonly userAgent: string;
  readonly now: () => number;
};

/** One POST to the receiver, at exactly the address that was configured. */
export function createSend(access: ReceiverAccess): Send {
  const { url, token, timeoutMs, dispatcher, userAgent, now } = access;
  const secrets = [token, ...queryValues(url), ...pathTokens(url)];
  return async ({ key, body }, signal) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'idempotency-key': key,
      'user-agent': userAgent,
    };
    const answer = await postJson(url, body, { dispatcher, headers, timeoutMs, signal, now });
    return {
      ...answer,
      headers: redactLocation(answer.headers, secrets),
      text: redact(answer.text, secrets),
    };
  };
}

/** The one header of an answer that is ever shown. */
function redactLocation(headers: Answer['headers'], secrets: readonly string[]): Answer['headers'] {
  const location = firstHeader(headers, 'location');
  return location === undefined ? headers : { ...headers, location: redact(location, secrets) };
}

/** A key in the address is repeated by every page that says what it did not find. */
function queryValues({ searchParams, search }: URL): string[] {
  const written = search
    .slice(1)
    .split('&')
    .map((part) => part.replace(/^[^=]*=/, ''));
  return [...searchParams.values(), ...written];
}

/** As in the address of a webhook; words of a path are no secrets. */
function pathTokens({ pathname }: URL): string[] {
  return pathname.split(/[/@]/).filter(looksLikeToken);
}
