import { type Answer, type ExchangeOptions, exchange } from './exchange.ts';

export type PostOptions = Omit<ExchangeOptions, 'maxBytes'> & {
  readonly headers: Readonly<Record<string, string>>;
};

const MAX_ANSWER_BYTES = 64 * 1024;

/** Posts a ready JSON text once; whatever the status, an answer is not an error here. */
export function postJson(
  url: URL,
  body: string,
  { headers, ...options }: PostOptions,
): Promise<Answer> {
  return exchange(
    url,
    { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body },
    { ...options, maxBytes: MAX_ANSWER_BYTES },
  );
}
