import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestHttp,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Certificate } from './certificates.ts';
import { listen } from './listen.ts';

/** A real forward proxy: CONNECT for https, the whole address for http. */
export type ForwardProxy = {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** What it was asked for: `CONNECT host:port`, `GET http://host:port/path`. */
  readonly asked: readonly string[];
  readonly headers: readonly IncomingHttpHeaders[];
};

export type ForwardProxyOptions = {
  /** Whom it serves, as `user:password`; everybody by default. */
  readonly credentials?: string;
  /** Its answer to everything, in place of service. */
  readonly refuses?: number;
  /** For a proxy that is spoken to by https. */
  readonly tls?: Certificate;
};

export async function startForwardProxy(options: ForwardProxyOptions = {}): Promise<ForwardProxy> {
  const asked: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const note = (request: IncomingMessage) => {
    asked.push(`${request.method} ${request.url}`);
    headers.push(request.headers);
    return refusalOf(request, options);
  };

  const forward = (request: IncomingMessage, response: ServerResponse) => {
    const refusal = note(request);
    // As squid marks the pages that it writes itself.
    if (refusal !== undefined) response.writeHead(refusal, { 'x-squid-error': 'ERR_X 0' }).end();
    else passOn(request, response);
  };
  const server =
    options.tls === undefined ? createServer(forward) : createTlsServer(options.tls, forward);
  server.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    const refusal = note(request);
    if (refusal !== undefined) client.end(`HTTP/1.1 ${refusal} No\r\ncontent-length: 0\r\n\r\n`);
    else tunnel(request.url ?? '', client, head);
  });
  return { host: await listen(server), asked, headers };
}

function refusalOf({ headers }: IncomingMessage, options: ForwardProxyOptions): number | undefined {
  const { credentials, refuses } = options;
  if (refuses !== undefined || credentials === undefined) return refuses;
  const expected = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return headers['proxy-authorization'] === expected ? undefined : 407;
}

function passOn(request: IncomingMessage, response: ServerResponse): void {
  const { 'proxy-authorization': _, ...headers } = request.headers;
  const { method, url = '' } = request;
  const outgoing = requestHttp(url, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.on('error', () => response.writeHead(502, { 'x-squid-error': 'ERR_X 0' }).end());
  request.pipe(outgoing);
}

function tunnel(authority: string, client: Duplex, head: Buffer): void {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(authority) ?? [];
  const server = connect(Number(port), host, () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    server.write(head);
    server.pipe(client).pipe(server);
  });
  server.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n'));
  client.on('close', () => server.destroy());
}
