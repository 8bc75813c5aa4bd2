import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as requestHttp,
} from 'node:http';
import { connect } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Certificate } from './certificates.ts';
import { listen } from './listen.ts';

export type FrontAnswer = {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
};

/** Something in front of a server that answers itself where it is not satisfied. */
export async function startFront(
  origin: string,
  judge: (headers: IncomingHttpHeaders) => FrontAnswer | undefined,
): Promise<string> {
  const server = createServer((request: IncomingMessage, response) => {
    const answer = judge(request.headers);
    if (answer !== undefined) {
      response.writeHead(answer.status, answer.headers).end(answer.body);
      return;
    }
    const { method, headers, url = '/' } = request;
    const passed = requestHttp(new URL(url, origin), { method, headers }, (given) => {
      response.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  });
  return `http://${await listen(server)}`;
}

/** Speaks TLS in front of a server that does not. Returns the port, to be reached by any name. */
export async function startTlsFront(origin: string, certificate: Certificate): Promise<string> {
  const { hostname, port } = new URL(origin);
  const server = createTlsServer(certificate, (client) => {
    const inner = connect(Number(port), hostname);
    inner.on('error', () => client.destroy());
    client.on('close', () => inner.destroy());
    client.pipe(inner).pipe(client);
  });
  const [, ownPort = ''] = (await listen(server)).split(':');
  return ownPort;
}
