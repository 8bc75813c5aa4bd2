import { readFileSync } from 'node:fs';
import process from 'node:process';
import { Pool } from 'undici';
import type { PlannedRequest } from '../plan/request-graph.ts';

export type ReplayOrder = {
  readonly origin: string;
  readonly concurrency: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly requests: readonly PlannedRequest[];
};

/**
 * A bare undici loop: makes the requests of a plan as early as it allows, never more than
 * `concurrency` at once, and throws every answer away unread.
 */
const order: ReplayOrder = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const { origin, concurrency, requests } = order;
const pool = new Pool(origin, { connections: concurrency, pipelining: 1, allowH2: false });
const headers = { ...order.headers, accept: 'application/json', 'accept-encoding': 'identity' };

const missing = requests.map(({ after }) => after.length);
const followers = requests.map((): number[] => []);
for (const [place, { after }] of requests.entries()) {
  for (const before of after) followers[before]?.push(place);
}
// What others wait for goes first: a page before the runs of the page before it.
const urgent: number[] = [];
const ready: number[] = [];
let wake: (() => void)[] = [];
let unanswered = requests.length;

function finish(place: number): void {
  unanswered -= 1;
  for (const follower of followers[place] ?? []) {
    const left = (missing[follower] ?? 0) - 1;
    missing[follower] = left;
    if (left === 0) allow(follower);
  }
  const sleepers = wake;
  wake = [];
  for (const resolve of sleepers) resolve();
}

function allow(place: number): void {
  if (requests[place]?.request === undefined) finish(place);
  else if (followers[place]?.some(isRequest)) urgent.push(place);
  else ready.push(place);
}

function isRequest(place: number): boolean {
  return requests[place]?.request !== undefined;
}

async function work(): Promise<void> {
  while (unanswered > 0) {
    const place = urgent.shift() ?? ready.shift();
    if (place === undefined) {
      await new Promise<void>((resolve) => wake.push(resolve));
      continue;
    }
    const { method = 'GET', url = '/', body = '' } = requests[place]?.request ?? {};
    const answer = await pool.request({
      path: url,
      method: method === 'POST' ? 'POST' : 'GET',
      headers: body === '' ? headers : { ...headers, 'content-type': 'application/json' },
      body: body === '' ? null : body,
    });
    await answer.body.arrayBuffer();
    if (answer.statusCode >= 400) throw new Error(`${answer.statusCode} for ${method} ${url}`);
    finish(place);
  }
}

for (const [place, count] of missing.entries()) if (count === 0) allow(place);
await Promise.all(Array.from({ length: concurrency }, work));
await pool.close();
