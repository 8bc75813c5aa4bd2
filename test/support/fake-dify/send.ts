import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultAction } from './faults.ts';
import type { Answer } from './route.ts';

/** Sends an answer as it is, or damaged in the ways of the faults. */
export async function send(
  response: ServerResponse,
  answer: Answer,
  faults: readonly FaultAction[],
): Promise<void> {
  const { status, headers, bytes } = encode(answer, faults);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  if (faults.some(({ kind }) => kind === 'cut')) {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    return;
  }
  const drip = faults.find((fault) => fault.kind === 'drip');
  if (drip !== undefined) await dripBytes(response, bytes, drip.pieces, drip.pauseMs);
  else response.end(bytes);
}

function encode({ status, headers, body }: Answer, faults: readonly FaultAction[]) {
  const isText = typeof body === 'string';
  const text = isText ? body : body === undefined ? '' : JSON.stringify(body);
  const cut = faults.some(({ kind }) => kind === 'truncate') ? text.length / 2 : text.length;
  const contentType = faults.find((fault) => fault.kind === 'content-type')?.value;
  const usual = isText ? 'text/html; charset=utf-8' : 'application/json';
  return {
    status,
    headers: {
      'content-type': usual,
      ...headers,
      ...(contentType && { 'content-type': contentType }),
    },
    bytes: Buffer.from(text.slice(0, Math.ceil(cut))),
  };
}

async function dripBytes(response: ServerResponse, bytes: Buffer, pieces: number, pauseMs: number) {
  const size = Math.max(1, Math.ceil(bytes.length / pieces));
  for (let sent = 0; sent < bytes.length && !response.destroyed; sent += size) {
    if (sent > 0) await sleep(pauseMs);
    response.write(bytes.subarray(sent, sent + size));
  }
  response.end();
}
