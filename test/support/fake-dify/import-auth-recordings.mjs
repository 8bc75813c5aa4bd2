// Rebuilds test/fixtures/auth from recordings of real servers:
//   node test/support/fake-dify/import-auth-recordings.mjs DIRECTORY_OF_RECORDINGS
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const VERSIONS = [
  '0.15.3',
  '1.4.3',
  '1.8.1',
  '1.9.1',
  '1.9.2',
  '1.10.1',
  '1.11.4',
  '1.12.1',
  '1.14.2',
];
const AREAS = ['auth', 'auth-config', 'apps', 'errors'];
const FIXTURES = new URL('../../fixtures/auth/', import.meta.url);

/** Accounts that are no members of Probe A; their ids are known where one called the server. */
const OTHER_ACCOUNTS = [
  ['pnone@probe.example.com', '10000000-0000-4000-8000-000000000001'],
  ['parch@probe.example.com', '5b6edaed-9036-50bc-be6d-c81c01da3d4a'],
  ['pnocurrent@probe.example.com', '10000000-0000-4000-8000-000000000002'],
  ['pbowner@probe.example.com', '10000000-0000-4000-8000-000000000003'],
  ['pdowner1@probe.example.com', '10000000-0000-4000-8000-000000000004'],
  ['pdowner2@probe.example.com', '10000000-0000-4000-8000-000000000005'],
  ['peowner@probe.example.com', '0a9e5f56-1578-503f-b7c0-1c1b6cf0635c'],
  ['pfowner@probe.example.com', '7a807284-60e5-5952-bd1c-7bca17220c38'],
];

const OTHER_MEMBERS = [
  ['parch', 'Z', 'owner', true],
  ['pthree', 'Z', 'editor', false],
  ['ptwo', 'B', 'normal', false],
  ['pnocurrent', 'B', 'normal', false],
  ['pnocurrent', 'A', 'normal', false],
  ['pbowner', 'B', 'owner', true],
  ['pdowner1', 'D', 'owner', true],
  ['pdowner2', 'D', 'owner', true],
  ['peowner', 'E', 'owner', true],
  ['pfowner', 'F', 'owner', true],
];

const OTHER_APPS = [
  ['E', '77dd6c11-a009-56c7-9651-5b3468e3904a', 'chat', 1793520540, { status: 'archived' }],
  ['E', '7a7c25bf-9549-57fe-93f3-f0e205c3906a', 'chat', 1793520480, {}],
  ['F', '1a18e478-f330-52c2-9e78-0de77f81e617', 'workflow', 1793520180, {}],
  ['F', 'cee07d6a-dab4-5c3d-b6bf-8cf4754fc4c5', 'workflow', 1793520120, { brokenDraft: true }],
  ['F', '464fb27c-ca0b-54fb-a7b7-6b3f2d075406', 'chat', 1793520060, {}],
];

/** The state before the first exchange, which is not the one of the member list. */
const STATUSES = {
  pbanned: 'banned',
  ppending: 'pending',
  puninit: 'uninitialized',
  pclosed: 'closed',
};

const directory = process.argv[2];
if (directory === undefined) throw new Error('Name the directory of the recordings');

mkdirSync(FIXTURES, { recursive: true });
for (const version of VERSIONS) {
  const items = AREAS.flatMap((area) => readJson(version, area).map((item) => ({ ...item, area })));
  const fixture = {
    world: buildWorld(items),
    exchanges: items.filter(({ request }) => request !== null).map(toExchange),
  };
  const bytes = gzipSync(JSON.stringify(fixture), { level: 9 });
  writeFileSync(new URL(`${version}.json.gz`, FIXTURES), bytes);
  console.log(`${version}: ${fixture.exchanges.length} exchanges, ${bytes.length} bytes`);
}

function readJson(version, area) {
  return JSON.parse(readFileSync(join(directory, version, `${area}.json`), 'utf8'));
}

/** Only what is compared is kept of an answer: see `outlineOf` in the conformance test. */
function toExchange({ id, area, request, response }) {
  const { status, headers, body } = response;
  return {
    id,
    area,
    request,
    answer: {
      status,
      setCookie: headers['set-cookie'] ?? [],
      challenge: headers['www-authenticate'] ?? null,
      body: trimBody(body),
    },
  };
}

function trimBody(body) {
  if (typeof body !== 'object' || body === null || !('data' in body)) return body;
  if (!Array.isArray(body.data)) return body;
  return { ...body, data: body.data.map((row) => ({ ...nullValues(row), id: row.id })) };
}

function nullValues(row) {
  return Object.fromEntries(Object.keys(row).map((key) => [key, null]));
}

function buildWorld(items) {
  const bodyOf = (id) => items.find((item) => item.id === id)?.response?.body;
  const workspaces = bodyOf('admin.no-workspace-header.all-workspaces').data.map((workspace) => ({
    id: workspace.id,
    name: workspace.name,
    plan: 'sandbox',
    status: workspace.status,
    createdAtUs: workspace.created_at * 1e6,
  }));
  const workspaceId = (letter) => workspaces.find(({ name }) => name === `Probe ${letter}`).id;
  const listed = bodyOf('members').accounts.map((account) => ({
    ...toAccount(account.email, account.id, account.created_at),
    name: account.name,
    role: account.role,
  }));
  const accounts = [...listed, ...OTHER_ACCOUNTS.map(([email, id]) => toAccount(email, id, 0))];
  const idOf = (email) =>
    accounts.find((account) => account.email === `${email}@probe.example.com`).id;
  const members = [
    ...listed.map(({ id, role }) => ({
      workspaceId: workspaceId('A'),
      accountId: id,
      role,
      current: true,
    })),
    ...OTHER_MEMBERS.map(([email, letter, role, current]) => ({
      workspaceId: workspaceId(letter),
      accountId: idOf(email),
      role,
      current,
    })),
  ];
  const apps = [
    ...bodyOf('apps.limit-100').data.map((app) => toApp(app, workspaceId('A'))),
    ...bodyOf('switch.after.apps').data.map((app) => toApp(app, workspaceId('B'))),
    ...OTHER_APPS.map(([letter, id, mode, createdAt, more]) => ({
      ...toApp(
        { id, name: id, mode, created_at: createdAt, updated_at: createdAt },
        workspaceId(letter),
      ),
      ...more,
    })),
  ];
  return {
    workspaces,
    accounts: accounts.map(({ role: _, ...account }) => account),
    members,
    apps,
    ...usageOf(bodyOf, idOf('powner')),
  };
}

function toAccount(email, id, createdAt) {
  const name = email.replace(/@.*/, '');
  return {
    id,
    email,
    name,
    password: name === 'pnopass' ? null : 'Right0Password1',
    timezone: 'America/New_York',
    status: STATUSES[name] ?? 'active',
    createdAtUs: createdAt * 1e6,
  };
}

function toApp(app, workspaceId) {
  return {
    id: app.id,
    workspaceId,
    name: app.name,
    mode: app.mode,
    status: 'normal',
    createdAtUs: app.created_at * 1e6,
    updatedAtUs: app.updated_at * 1e6,
    modelConfig: null,
    item: { created_by: app.created_by, tags: app.tags ?? [] },
  };
}

/** The one conversation, message, run and app log that the calls name. */
function usageOf(bodyOf, accountId) {
  const [conversation] = bodyOf('limit.chat-conversations.100').data;
  const [message] = bodyOf('limit.chat-messages.100').data;
  const [log] = bodyOf('limit.workflow-app-logs.100').data;
  const appIdOf = (name) => bodyOf('apps.limit-100').data.find((app) => app.name === name).id;
  const chatId = appIdOf('auth-probe chat');
  const workflowId = appIdOf('auth-probe workflow');
  const createdAtUs = message.created_at * 1e6;
  const byAccount = {
    fromSource: 'console',
    invokeFrom: 'debugger',
    fromEndUserId: null,
    fromAccountId: accountId,
  };
  return {
    endUsers: [],
    conversations: [
      {
        id: conversation.id,
        appId: chatId,
        ...byAccount,
        model: { provider: 'openai', name: 'gpt-4o-mini' },
        isDeleted: false,
        readAtUs: createdAtUs,
        createdAtUs,
        updatedAtUs: createdAtUs,
      },
    ],
    messages: [
      {
        id: message.id,
        appId: chatId,
        conversationId: conversation.id,
        workflowRunId: null,
        ...byAccount,
        status: 'normal',
        messageTokens: 1,
        answerTokens: 1,
        totalPrice: '0.0000010',
        currency: 'USD',
        modelProvider: 'openai',
        modelId: 'gpt-4o-mini',
        createdAtUs,
      },
    ],
    runs: [
      {
        id: log.workflow_run.id,
        appId: workflowId,
        triggeredFrom: 'app-run',
        status: 'succeeded',
        totalTokens: 2,
        createdByRole: 'account',
        createdBy: accountId,
        version: 'published',
        createdAtUs,
        finishedAtUs: createdAtUs,
        messageId: null,
        conversationId: null,
      },
    ],
    nodes: [],
    logs: [
      {
        id: log.id,
        appId: workflowId,
        runId: log.workflow_run.id,
        createdFrom: 'service-api',
        createdByRole: 'account',
        createdBy: accountId,
        createdAtUs,
      },
    ],
  };
}
