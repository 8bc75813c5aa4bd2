import type { ReceiverConfig } from '../config/config.ts';
import { type Answer, firstHeader } from '../http/exchange.ts';
import { redact } from '../http/redact.ts';
import { looksLikeToken } from '../text/mask-token.ts';

/** An answer of the receiver without the secrets that it may repeat. */
export function redactAnswer(
  answer: Answer,
  { url, token }: Pick<ReceiverConfig, 'url' | 'token'>,
): Answer {
  const secrets = [token, ...queryValues(url), ...pathTokens(url)];
  return {
    ...answer,
    headers: redactLocation(answer.headers, secrets),
    text: redact(answer.text, secrets),
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
