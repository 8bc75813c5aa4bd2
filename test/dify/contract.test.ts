import { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLedger, readRunStatistics } from '../../src/collect/sum-statistics.ts';
import { fetchAccountTimeZone, fetchCurrentWorkspace } from '../../src/dify/account.ts';
import { fetchApps } from '../../src/dify/app-list.ts';
import { openAppReader } from '../../src/dify/app-reader.ts';
import { readConversations } from '../../src/dify/conversations.ts';
import { type DifySession, openSession } from '../../src/dify/dify-session.ts';
import { readMessages } from '../../src/dify/messages.ts';
import { fetchRunUsage } from '../../src/dify/node-executions.ts';
import { readLoggedRuns } from '../../src/dify/workflow-logs.ts';
import { fetchRun, readAppRuns } from '../../src/dify/workflow-runs.ts';
import type { StatisticsWindow } from '../../src/period/statistics-windows.ts';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import type { Fault } from '../support/fake-dify/faults.ts';
import { llm } from '../support/fake-dify/node-spec.ts';
import { startFakeDify } from '../support/fake-dify/server.ts';
import { sessionParts } from '../support/session.ts';
import { toArray } from '../support/to-array.ts';

const SECRET = 'SELL ALL SHARES';
const VERSION = '1.14.2';
const OCTOBER = {
  start: Date.parse('2026-10-01T00:00:00Z'),
  end: Date.parse('2026-11-01T00:00:00Z'),
  timeZone: 'UTC',
};
const BUCKET = { label: '2026-10', start: OCTOBER.start, end: OCTOBER.end };
const WINDOW: StatisticsWindow = {
  start: '2026-10-01 00:00',
  end: '2026-11-01 00:00',
  from: OCTOBER.start,
  to: OCTOBER.end,
  attribution: { kind: 'bucket', bucket: BUCKET },
};

let served: Served;

beforeAll(async () => {
  const build = worldBuilder(VERSION);
  const chat = build.app('chat');
  const flow = build.app('workflow');
  const { conversationId } = build.message(chat);
  const { run } = build.run(flow, { nodes: [llm()] });
  const fake = await startFakeDify({ version: VERSION, world: build.world });
  const dispatcher = new Agent();
  const ids = { chat: chat.id, flow: flow.id, conversation: conversationId, run: run.id };
  const { config, ports } = sessionParts(fake.origin, { dispatcher, stateDir: '/nonexistent' });
  const session = await openSession(config, undefined, ports);
  const close = async () => {
    await dispatcher.destroy();
    await fake.close();
  };
  served = { addFault: fake.addFault, session, ids, close };
});

afterAll(() => served.close());

type Served = {
  readonly addFault: (fault: Fault) => void;
  readonly session: DifySession;
  readonly ids: Ids;
  close(): Promise<void>;
};

type Ids = Readonly<Record<'chat' | 'flow' | 'conversation' | 'run', string>>;
type Reader = (session: DifySession, ids: Ids) => Promise<unknown>;

const READERS = {
  profile: fetchAccountTimeZone,
  workspaces: fetchCurrentWorkspace,
  apps: fetchApps,
  conversations: (session, { chat }) => toArray(readConversations(session, chat, OCTOBER, 'UTC')),
  messages: (session, { chat, conversation }) =>
    toArray(readMessages(session, chat, conversation, 0)),
  logs: (session, { flow }) => toArray(readLoggedRuns(session, flow, OCTOBER, Date.now())),
  runs: (session, { flow }) => toArray(readAppRuns(session, flow, OCTOBER)),
  run: (session, { flow, run }) => fetchRun(session, flow, run),
  nodes: (session, { flow, run }) =>
    fetchRunUsage(session, flow, {
      id: run,
      startedAt: OCTOBER.start,
      status: undefined,
      countedTokens: 0,
      inStatistics: true,
      creatorId: undefined,
      mayBeDebugChild: false,
    }),
  ledger: (session, { chat }) => readLedger(openAppReader(session, chat), [WINDOW]),
  runTokens: (session, { flow }) => readRunStatistics(openAppReader(session, flow), [WINDOW]),
} as const satisfies Record<string, Reader>;

const ENDPOINTS: Readonly<Record<keyof typeof READERS, string>> = {
  profile: 'GET /account/profile',
  workspaces: 'GET /workspaces',
  apps: 'GET /apps',
  conversations: 'GET /apps/{app}/chat-conversations',
  messages: 'GET /apps/{app}/chat-messages',
  logs: 'GET /apps/{app}/workflow-app-logs',
  runs: 'GET /apps/{app}/workflow-runs',
  run: 'GET /apps/{app}/workflow-runs/{run}',
  nodes: 'GET /apps/{app}/workflow-runs/{run}/node-executions',
  ledger: 'GET /apps/{app}/statistics/token-costs',
  runTokens: 'GET /apps/{app}/workflow/statistics/token-costs',
};

/** Reads through one reader after a field of the answer was set to a value. */
async function readWith(reader: keyof typeof READERS, path: string, value: unknown) {
  const { addFault, session, ids } = served;
  addFault({
    path: toPattern(ENDPOINTS[reader]),
    action: { kind: 'rewrite', toBody: (body) => replaceAt(body, path.split('.'), value) },
  });
  return await READERS[reader](session, ids);
}

function toPattern(endpoint: string): RegExp {
  return new RegExp(`^${endpoint.slice(4).replaceAll(/\{\w+\}/g, '[^/]+')}(?:\\?|$)`);
}

function replaceAt(body: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(body)) {
    return body.map((item, index) => (index === Number(key) ? replaceAt(item, rest, value) : item));
  }
  const fields = Object(body);
  return { ...fields, [key]: replaceAt(fields[key], rest, value) };
}

const NO_COUNTS = [SECRET, 'NaN', '', ' 5', '1e3', '-5', 1.5, -1, 2 ** 53, [], {}, true];
const NO_IDS = [7, null, '', {}, 'x'.repeat(201)];
const NO_TIMES = [SECRET, '1791194400', 1.5, 9e12, 2 ** 53, {}, true];
const NO_PRICES = [
  SECRET,
  'NaN',
  'Infinity',
  '',
  '-0.1',
  -0.1,
  '1,5',
  '0x10',
  '1e999',
  [],
  {},
  true,
];
const NO_FLAGS = [SECRET, 'true', 1, null, {}];
const NO_LISTS = [SECRET, null, 7, {}];
const NO_TEXTS = [7, [], {}, true];

type Fields = readonly [reader: keyof typeof READERS, path: string, values: readonly unknown[]];

const FIELDS: readonly Fields[] = [
  ['profile', 'timezone', NO_TEXTS],
  ['workspaces', 'workspaces', NO_LISTS],
  ['workspaces', 'workspaces.0.id', NO_IDS],
  ['workspaces', 'workspaces.0.name', NO_TEXTS],
  ['workspaces', 'workspaces.0.current', [SECRET, 1, {}]],
  ['apps', 'data', NO_LISTS],
  ['apps', 'total', [...NO_COUNTS, null]],
  ['apps', 'has_more', NO_FLAGS],
  ['apps', 'data.0.id', NO_IDS],
  ['apps', 'data.0.name', [...NO_TEXTS, null]],
  ['apps', 'data.0.mode', [...NO_TEXTS, null, '']],
  ['apps', 'data.1.model_config', [SECRET, 7, []].slice(0, 2)],
  ['apps', 'data.1.model_config.model', [SECRET, 7]],
  ['apps', 'data.1.model_config.model.name', NO_TEXTS],
  ['apps', 'data.1.model_config.updated_at', NO_TIMES],
  ['conversations', 'data', NO_LISTS],
  ['conversations', 'total', [...NO_COUNTS, null]],
  ['conversations', 'has_more', NO_FLAGS],
  ['conversations', 'data.0.id', NO_IDS],
  ['conversations', 'data.0.created_at', NO_TIMES],
  ['conversations', 'data.0.updated_at', NO_TIMES],
  ['conversations', 'data.0.message_count', NO_COUNTS],
  ['messages', 'data', NO_LISTS],
  ['messages', 'has_more', NO_FLAGS],
  ['messages', 'data.0.id', NO_IDS],
  ['messages', 'data.0.created_at', [...NO_TIMES, null]],
  ['messages', 'data.0.workflow_run_id', [7, '', {}]],
  ['logs', 'data', NO_LISTS],
  ['logs', 'total', [...NO_COUNTS, null]],
  ['logs', 'has_more', NO_FLAGS],
  ['logs', 'data.0.id', NO_IDS],
  ['logs', 'data.0.created_at', [...NO_TIMES, null]],
  ['logs', 'data.0.created_from', NO_TEXTS],
  ['logs', 'data.0.created_by_role', NO_TEXTS],
  ['logs', 'data.0.created_by_account', [SECRET, 7]],
  ['logs', 'data.0.created_by_end_user.id', [7, '', {}]],
  ['logs', 'data.0.workflow_run', [SECRET, 7]],
  ['logs', 'data.0.workflow_run.id', [7, '', {}]],
  ['logs', 'data.0.workflow_run.status', NO_TEXTS],
  ['logs', 'data.0.workflow_run.total_tokens', NO_COUNTS],
  ['logs', 'data.0.workflow_run.created_at', NO_TIMES],
  ['logs', 'data.0.workflow_run.triggered_from', NO_TEXTS],
  ['runs', 'data', NO_LISTS],
  ['runs', 'has_more', NO_FLAGS],
  ['runs', 'data.0.id', NO_IDS],
  ['runs', 'data.0.status', NO_TEXTS],
  ['runs', 'data.0.total_tokens', NO_COUNTS],
  ['runs', 'data.0.created_at', [...NO_TIMES, null]],
  ['runs', 'data.0.created_by_account', [SECRET, 7]],
  ['run', 'id', [7, '', {}]],
  ['run', 'status', NO_TEXTS],
  ['run', 'created_at', NO_TIMES],
  ['run', 'total_tokens', NO_COUNTS],
  ['nodes', 'data', NO_LISTS],
  ['nodes', 'data.1.id', NO_IDS],
  ['nodes', 'data.1.node_type', [...NO_TEXTS, null]],
  ['nodes', 'data.1.status', NO_TEXTS],
  ['nodes', 'data.1.created_at', NO_TIMES],
  ['nodes', 'data.1.finished_at', NO_TIMES],
  ['nodes', 'data.1.created_by_end_user', [SECRET, 7]],
  ['nodes', 'data.1.execution_metadata', [SECRET, 7]],
  ['nodes', 'data.1.execution_metadata.total_tokens', NO_COUNTS],
  ['nodes', 'data.1.execution_metadata.total_price', NO_PRICES],
  ['nodes', 'data.1.execution_metadata.currency', [...NO_TEXTS, SECRET.repeat(2)]],
  ['ledger', 'data', NO_LISTS],
  ['ledger', 'data.0.date', [...NO_TEXTS, null, SECRET.repeat(9)]],
  ['ledger', 'data.0.token_count', [...NO_COUNTS, null]],
  ['ledger', 'data.0.total_price', NO_PRICES],
  ['runTokens', 'data', NO_LISTS],
  ['runTokens', 'data.0.date', [...NO_TEXTS, null]],
  ['runTokens', 'data.0.token_count', [...NO_COUNTS, null]],
];

const CASES = FIELDS.flatMap(([reader, path, values]) =>
  values.map((value) => ({ reader, path, value, shown: JSON.stringify(value).slice(0, 30) })),
);

describe('an answer of another shape', () => {
  it.each(Object.keys(READERS))('is not one with another field (%s)', async (name) => {
    const reader = FIELDS.find(([candidate]) => candidate === name)?.[0] ?? 'apps';

    await expect(readWith(reader, 'unknown_field', SECRET)).resolves.toBeDefined();
  });

  it.each(CASES)('of $reader is told by endpoint and field: $path = $shown', async (given) => {
    const { reader, path, value } = given;

    const error = await readWith(reader, path, value).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({
      name: 'DifyError',
      problem: 'contract',
      remedy: 'operator',
      message: expect.stringContaining(
        `answered ${ENDPOINTS[reader]} in a shape that is not known`,
      ),
    });
    expect(error).toMatchObject({ message: expect.stringContaining(`: ${path} should be `) });
    expect(error).not.toMatchObject({ message: expect.stringContaining(SECRET) });
    expect(error).not.toHaveProperty('cause');
  });

  it.each([
    ['total_price', 'free', 'should be a price'],
    ['total_price', {}, 'should be (string | number)'],
    ['total_tokens', {}, 'should be (number | string)'],
    ['total_tokens', -5, 'should be >=0'],
  ])('says what %s should have been in place of %j', async (field, value, says) => {
    const read = readWith('nodes', `data.1.execution_metadata.${field}`, value);

    await expect(read).rejects.toThrow(says);
  });

  it('says when it is no object at all', async () => {
    served.addFault({ path: /^\/apps\?/, action: { kind: 'rewrite', toBody: () => 7 } });

    await expect(fetchApps(served.session)).rejects.toThrow('the whole answer should be Object');
  });
});

describe('an answer of a database that writes numbers as text', () => {
  it.each([
    ['ledger', 'data.0.token_count', '90211'],
    ['runTokens', 'data.0.token_count', '90211'],
    ['runTokens', 'data.0.token_count', 90_211],
  ] as const)('is read: %s %s = %j', async (reader, path, value) => {
    const read = await readWith(reader, path, value);

    expect(
      JSON.stringify(read, (_, field) => (typeof field === 'bigint' ? `${field}` : field)),
    ).toContain('90211');
  });
});
