import { request as httpRequest } from 'node:http';
import type { RecordedAnswer } from './exchange.ts';

export type Call = {
  readonly method: string;
  /** Path and query, after the origin. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};

/** One request as it is: `fetch` would refuse a GET with a body and parts of the headers. */
export function call(origin: string, { method, target, headers, body }: Call) {
  const options = { method, headers: { ...headers, 'content-length': String(lengthOf(body)) } };
  return new Promise<RecordedAnswer & { readonly version: unknown }>((resolve, reject) => {
    const request = httpRequest(`${origin}${target}`, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const isJson = response.headers['content-type'] === 'application/json';
        resolve({
          status: response.statusCode ?? 0,
          setCookie: response.headers['set-cookie'] ?? [],
          challenge: response.headers['www-authenticate'] ?? null,
          body: isJson ? JSON.parse(text) : text,
          version: response.headers['x-version'],
        });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

function lengthOf(body: string | undefined): number {
  return Buffer.byteLength(body ?? '');
}
