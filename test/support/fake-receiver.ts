import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A billing API: it upserts records by their key fields, as we assume of the real one, and
 * misbehaves when told to. A body with a tenant is API_Meter's, which it checks and answers alike.
 */
export type FakeReceiver = {
  /** To be configured as EXTERNAL_API_URL. */
  readonly url: URL;
  /** Every request with a whole body, refused ones included. */
  readonly requests: readonly ReceivedRequest[];
  /** What it has stored, as one could bill from it: sorted rows of one array, e.g. `app_records`. */
  rows(array: string): readonly ReceivedRecord[];
  /** Whether a body with this Idempotency-Key was stored. */
  hasStored(idempotencyKey: string): boolean;
  /** The next requests get these answers, one each. */
  script(...answers: readonly ScriptedAnswer[]): void;
  /** From now on every request gets this answer; undefined: healthy again. */
  always(answer: ScriptedAnswer | undefined): void;
  close(): Promise<void>;
};

export type FakeReceiverOptions = {
  /** The only Bearer token that it takes. */
  readonly token?: string;
  readonly path?: string;
  /** Answers 413 to a longer body. */
  readonly maxBytes?: number;
  /** Answers 400 to a body in which one of these arrays stands. */
  readonly refusedArrays?: readonly string[];
  /** What a repeated Idempotency-Key gets; by default it is stored once more and accepted. */
  readonly repeatedKeyStatus?: 409;
  /** For `Date` headers; by default the real time. */
  readonly now?: () => number;
};

export type ReceivedRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly idempotencyKey: string | undefined;
};

export type ReceivedRecord = Readonly<Record<string, unknown>>;

export type ScriptedAnswer = {
  readonly status?: number;
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the body is stored before this answer; by default it is not. */
  readonly stores?: boolean;
  /**
   * `hang` never answers, `reset` drops the connection, `cut` sends half of the answer:
   * with `stores`, an acknowledgement that is lost.
   */
  readonly fault?: 'hang' | 'reset' | 'cut';
};

export async function startFakeReceiver(options: FakeReceiverOptions = {}): Promise<FakeReceiver> {
  const requests: ReceivedRequest[] = [];
  const store = createStore();
  const scripted: ScriptedAnswer[] = [];
  let constant: ScriptedAnswer | undefined;

  const server = createServer(async (incoming, response) => {
    const request = await receive(incoming);
    if (request === undefined) return;

    requests.push(request);
    const answer = scripted.shift() ?? constant ?? decide(request, store, options);
    if (answer.stores === true) store.add(request);
    send(response, answer, options.now);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(options.path ?? '/v1/usage', `http://127.0.0.1:${port}`),
    requests,
    rows: store.rows,
    hasStored: store.hasKey,
    script: (...answers) => void scripted.push(...answers),
    always: (answer) => {
      constant = answer;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(incoming: IncomingMessage): Promise<ReceivedRequest | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk);
  } catch {
    return undefined; // The client went away; there is nobody to answer.
  }
  const { method = '', url = '', headers } = incoming;
  const key = headers['idempotency-key'];
  const idempotencyKey = Array.isArray(key) ? key[0] : key;
  const body = Buffer.concat(chunks).toString('utf8');
  return { method, path: url, headers, body, idempotencyKey };
}

function decide(
  request: ReceivedRequest,
  store: Store,
  {
    token,
    maxBytes,
    path = '/v1/usage',
    refusedArrays = [],
    repeatedKeyStatus,
  }: FakeReceiverOptions,
): ScriptedAnswer {
  if (request.path !== path) return failure(404, 'no such endpoint');
  if (request.method !== 'POST') return failure(405, 'only POST');
  if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) {
    return failure(401, 'AUTH_TOKEN_INVALID');
  }
  if (maxBytes !== undefined && Buffer.byteLength(request.body) > maxBytes) {
    return failure(413, `more than ${maxBytes} bytes`);
  }
  const arrays = parseArrays(request.body);
  if (arrays === undefined) return failure(400, 'not a JSON object');

  const refused = refusedArrays.find((name) => arrays.has(name));
  if (refused !== undefined) return failure(400, `${refused} is not valid`);
  const records = arrays.get('records');
  if (records !== undefined) return decideMeter(records, request, store);
  if (repeatedKeyStatus !== undefined && store.hasKey(request.idempotencyKey)) {
    return failure(repeatedKeyStatus, 'already received');
  }
  return {
    stores: true,
    body: { success: true, message: 'Data received successfully' },
  };
}

/** API_Meter takes up to 500 records whose keys differ, and counts what it did with them. */
function decideMeter(
  records: readonly ReceivedRecord[],
  { body }: ReceivedRequest,
  store: Store,
): ScriptedAnswer {
  if (!/^\{"tenant_id":"[0-9a-f-]{36}"/.test(body)) return failure(401, 'AUTH_TOKEN_INVALID');
  if (records.length === 0 || records.length > 500) return failure(400, '1 to 500 records');

  const keys = records.map((record) => keyOf('records', record));
  if (new Set(keys).size < keys.length) return failure(400, 'two records have one key');
  const updated = keys.filter((key) => store.hasRecord('records', key)).length;
  return {
    stores: true,
    body: {
      success: true,
      processed_records: keys.length,
      inserted: keys.length - updated,
      updated,
    },
  };
}

function keyOf(array: string, record: ReceivedRecord): string {
  const fields = KEY_FIELDS[array] ?? Object.keys(record);
  return JSON.stringify(fields.map((field) => record[field]));
}

function failure(status: number, message: string): ScriptedAnswer {
  return { status, body: { success: false, message } };
}

function send(response: ServerResponse, answer: ScriptedAnswer, now: (() => number) | undefined) {
  const { status = 200, body = { success: true }, headers = {}, fault } = answer;
  if (fault === 'hang') return;
  if (fault === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }

  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const date = now === undefined ? {} : { date: new Date(now()).toUTCString() };
  const type = text.startsWith('<') ? 'text/html' : 'application/json';
  if (fault === 'cut') {
    response.writeHead(status, {
      'content-type': type,
      'content-length': text.length + 10,
      ...headers,
    });
    response.write(text, () => response.destroy());
    return;
  }
  response.writeHead(status, { 'content-type': type, ...date, ...headers });
  response.end(status === 204 || status === 304 ? undefined : text);
}

type Store = {
  add(request: ReceivedRequest): void;
  hasKey(key: string | undefined): boolean;
  hasRecord(array: string, key: string): boolean;
  rows(array: string): readonly ReceivedRecord[];
};

/** Key fields of each array: ids, not names. */
const KEY_FIELDS: Readonly<Record<string, readonly string[]>> = {
  app_records: ['period', 'period_type', 'app_id', 'currency'],
  workspace_records: ['period', 'period_type', 'type', 'currency'],
  user_records: ['period', 'period_type', 'user_id', 'user_type', 'app_id'],
  model_records: [
    'period',
    'period_type',
    'user_id',
    'user_type',
    'app_id',
    'model_provider',
    'model_name',
    'currency',
  ],
  records: ['usage_date', 'provider', 'model'],
};

function createStore(): Store {
  const keys = new Set<string>();
  const tables = new Map<string, Map<string, ReceivedRecord>>();
  return {
    add(request) {
      if (request.idempotencyKey !== undefined) keys.add(request.idempotencyKey);
      for (const [array, records] of parseArrays(request.body) ?? []) {
        const table = tables.get(array) ?? new Map<string, ReceivedRecord>();
        for (const record of records) {
          table.set(keyOf(array, record), record);
        }
        tables.set(array, table);
      }
    },
    hasRecord: (array, key) => tables.get(array)?.has(key) ?? false,
    hasKey: (key) => key !== undefined && keys.has(key),
    rows: (array) =>
      [...(tables.get(array) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
  };
}

function parseArrays(body: string): Map<string, ReceivedRecord[]> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return new Map(Object.entries(value).filter(([, member]) => Array.isArray(member)));
  } catch {
    return undefined;
  }
}
