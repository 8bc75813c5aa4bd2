// Rebuilds test/fixtures/worlds and test/fixtures/conformance from recordings of real servers:
//   node test/support/fake-dify/import-recordings.mjs DIRECTORY_OF_RECORDINGS
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
const AREAS = [
  'statistics',
  'conversations',
  'messages',
  'workflow-logs',
  'workflow-runs',
  'nodes',
  'usage-apps',
];
const FIXTURES = new URL('../../fixtures/', import.meta.url);

const directory = process.argv[2];
if (directory === undefined) throw new Error('Name the directory of the recordings');

function readJson(version, area) {
  return JSON.parse(readFileSync(join(directory, version, `${area}.json`), 'utf8'));
}

function write(folder, version, value) {
  const target = new URL(`${folder}/`, FIXTURES);
  mkdirSync(target, { recursive: true });
  const bytes = gzipSync(JSON.stringify(value), { level: 9 });
  writeFileSync(new URL(`${version}.json.gz`, target), bytes);
}

function buildOracle({ apps, labels, results }) {
  const appIds = idsByName(apps);
  return {
    apps,
    labels,
    messages: results.messages_each.map((row) => toOracleRow(row, appIds, ['created_at'])),
    runs: results.runs_each.map((row) => toOracleRow(row, appIds, ['created_at'])),
    leaves: results.leaf_each.map((row) =>
      toOracleRow(row, appIds, ['run_created_at', 'node_created_at']),
    ),
  };
}

function toOracleRow({ app, ...row }, appIds, times) {
  const entries = Object.entries(row).map(([key, value]) =>
    times.includes(key)
      ? [`${camelCase(key)}Us`, value === null ? null : toMicroseconds(value)]
      : [camelCase(key), value],
  );
  return { appId: appIds.get(app), ...Object.fromEntries(entries) };
}

function buildWorld(truth, calls) {
  const seen = collectRows(calls);
  const appIds = idsByName(truth.apps);
  const [workspace] = only(calls, 'usage.workspaces').workspaces;
  const profile = only(calls, 'usage.profile');
  return {
    workspaces: [
      {
        id: workspace.id,
        name: workspace.name,
        plan: workspace.plan,
        status: workspace.status,
        createdAtUs: workspace.created_at * 1e6,
      },
    ],
    accounts: [
      {
        id: profile.id,
        email: profile.email,
        name: profile.name,
        password: 'recorded-pass-1',
        timezone: profile.timezone,
        status: 'active',
        createdAtUs: profile.created_at * 1e6,
        profile,
      },
    ],
    members: [{ workspaceId: workspace.id, accountId: profile.id, role: 'owner', current: true }],
    apps: buildApps(workspace.id, only(calls, 'usage.apps.limit100.p1').data),
    endUsers: truth.results.end_users.map(({ id, session_id, type, app }) => ({
      id,
      appId: appIds.get(app),
      sessionId: session_id,
      type,
      isAnonymous: seen.endUsers.get(id)?.is_anonymous ?? type === 'browser',
    })),
    conversations: buildConversations(truth, appIds, seen, calls),
    messages: buildMessages(truth, appIds, seen, calls),
    ...buildRuns(truth, appIds, seen),
    logs: [...seen.logs].map(([id, { item, appId }]) => ({
      id,
      appId,
      runId: item.workflow_run.id,
      createdFrom: item.created_from,
      createdByRole: item.created_by_role,
      createdBy: (item.created_by_account ?? item.created_by_end_user).id,
      createdAtUs: item.created_at * 1e6,
      item: shorten(item),
    })),
  };
}

/** Every row that some list or detail showed, first sight wins; detail calls change rows. */
function collectRows(calls) {
  const rows = {
    conversations: new Map(),
    messages: new Map(),
    logs: new Map(),
    runItems: new Map(),
    runDetails: new Map(),
    nodes: new Map(),
    endUsers: new Map(),
  };
  for (const { id, request, response } of calls) {
    if (response.status !== 200 || /^delete\.|afterdetail|^log\..*detail/.test(id)) continue;
    const { path } = request;
    const { body } = response;
    const appId = /^\/apps\/([^/]+)/.exec(path)?.[1];
    const keep = (map, item, extra) => {
      if (!map.has(item.id)) map.set(item.id, { item, appId, ...extra });
    };
    if (/-conversations$/.test(path)) for (const item of body.data) keep(rows.conversations, item);
    if (/\/chat-messages$/.test(path)) for (const item of body.data) keep(rows.messages, item);
    if (/\/messages\/[^/]+$/.test(path)) keep(rows.messages, body);
    if (/\/workflow-app-logs$/.test(path)) for (const item of body.data) keep(rows.logs, item);
    if (/\/workflow-runs$/.test(path)) for (const item of body.data) keep(rows.runItems, item);
    if (/\/workflow-runs\/[0-9a-f-]{36}$/.test(path) && body.id) keep(rows.runDetails, body);
    const run = /\/workflow-runs\/([^/]+)\/node-executions$/.exec(path)?.[1];
    // The same run asked of another app has no rows.
    if (run !== undefined && body.data.length > 0) rows.nodes.set(run, body.data);
    for (const item of [body, ...(Array.isArray(body.data) ? body.data : [])]) {
      const user = item.created_by_end_user;
      if (user) rows.endUsers.set(user.id, user);
    }
  }
  return rows;
}

function buildApps(workspaceId, items) {
  return items.map((item) => ({
    id: item.id,
    workspaceId,
    name: item.name,
    mode: item.mode,
    status: 'normal',
    createdAtUs: item.created_at * 1e6,
    updatedAtUs: item.updated_at * 1e6,
    modelConfig: item.model_config && {
      provider: item.model_config.model.provider,
      name: item.model_config.model.name,
      updatedAtUs: item.model_config.updated_at * 1e6,
    },
    item,
  }));
}

function buildConversations({ results, labels }, appIds, seen, calls) {
  const fractions = fractionsOfUpdates(calls);
  const byId = new Map();
  for (const message of results.messages_each) {
    const messages = byId.get(message.conversation_id) ?? [];
    byId.set(message.conversation_id, [...messages, message]);
  }
  return [...byId].map(([id, messages]) => {
    const item = seen.conversations.get(id)?.item;
    const [first] = messages;
    return {
      id,
      appId: appIds.get(first.app),
      fromSource: first.from_source,
      invokeFrom: first.invoke_from,
      fromEndUserId: first.from_end_user_id,
      fromAccountId: first.from_account_id,
      model: first.model_id && { provider: first.model_provider, name: first.model_id },
      isDeleted: messages.some((message) => /\.del$/.test(labels.messages[message.id])),
      readAtUs: null,
      createdAtUs: item ? item.created_at * 1e6 : toMicroseconds(first.created_at),
      updatedAtUs: item
        ? item.updated_at * 1e6 + (fractions.get(id) ?? 0)
        : toMicroseconds(messages.at(-1).created_at),
      ...(item && { item: shorten(item) }),
    };
  });
}

/**
 * Lists show whole seconds only. Within one, their order tells which update came first, and
 * what a filter up to second 59 left out was later than that second's beginning.
 */
function fractionsOfUpdates(calls) {
  const upTo59 = new Set(only(calls, 'conv.chat.endminute').data.map(({ id }) => id));
  const fractions = new Map();
  for (const { id, response } of calls) {
    if (!/^conv\.\w+\.updated_at$/.test(id)) continue;
    let previous;
    let fraction = 0;
    for (const item of response.body.data) {
      fraction = item.updated_at === previous ? fraction + 1 : 0;
      if (item.updated_at % 60 === 59 && !upTo59.has(item.id)) fraction = Math.max(fraction, 1);
      fractions.set(item.id, fraction);
      previous = item.updated_at;
    }
  }
  return fractions;
}

function buildMessages({ results }, appIds, seen, calls) {
  // Of two messages of one second the cursor shows one; the server's choice comes first here.
  const chosen = calls.find(({ id }) => id === 'msg.chat.c2.limit1.p2').response.body.data[0].id;
  const rows = results.messages_each.toSorted(
    (left, right) =>
      left.created_at.localeCompare(right.created_at) ||
      Number(right.id === chosen) - Number(left.id === chosen),
  );
  return rows.map((row) => {
    const item = seen.messages.get(row.id)?.item;
    return {
      id: row.id,
      appId: appIds.get(row.app),
      conversationId: row.conversation_id,
      workflowRunId: row.workflow_run_id,
      fromSource: row.from_source,
      invokeFrom: row.invoke_from,
      fromEndUserId: row.from_end_user_id,
      fromAccountId: row.from_account_id,
      status: row.status,
      messageTokens: row.message_tokens,
      answerTokens: row.answer_tokens,
      totalPrice: row.total_price,
      currency: row.currency,
      modelProvider: row.model_provider,
      modelId: row.model_id,
      createdAtUs: toMicroseconds(row.created_at),
      ...(item && { item: shorten(item) }),
    };
  });
}

function buildRuns({ results }, appIds, seen) {
  const logged = new Map(
    [...seen.logs.values()].map(({ item }) => [item.workflow_run.id, item.workflow_run]),
  );
  const graphs = new Map();
  for (const { item, appId } of seen.runDetails.values()) {
    graphs.set(`${appId} ${item.version}`, shortenGraph(item.graph));
  }
  const versions = new Map();
  for (const { item, appId } of [...seen.runItems.values(), ...seen.runDetails.values()]) {
    versions.set(appId, item.version);
  }
  const runs = results.runs_each.map((row) => {
    const appId = appIds.get(row.app);
    const item = seen.runItems.get(row.id)?.item;
    const recorded = seen.runDetails.get(row.id)?.item;
    const known = item ?? recorded ?? logged.get(row.id);
    const version = known?.version ?? versions.get(appId) ?? '1';
    const graph = graphs.get(`${appId} ${version}`);
    return {
      id: row.id,
      appId,
      triggeredFrom: row.triggered_from,
      status: row.status,
      totalTokens: row.total_tokens,
      createdByRole: row.created_by_role,
      createdBy: row.created_by,
      version,
      createdAtUs: toMicroseconds(row.created_at),
      finishedAtUs: finishOf(known, seen.nodes.get(row.id)),
      messageId: row.message_id,
      conversationId: row.conversation_id,
      ...(graph && { graph }),
      ...(item && { item: shorten(item) }),
      ...(recorded && { detail: shorten({ ...recorded, graph: undefined }) }),
    };
  });
  return { runs, nodes: runs.flatMap((run) => buildNodes(run, results.leaf_each, seen)) };
}

function finishOf(known, nodes = []) {
  if (known !== undefined) return known.finished_at === null ? null : known.finished_at * 1e6;
  const ends = nodes.map((node) => node.finished_at ?? 0);
  return ends.length === 0 ? null : Math.max(...ends) * 1e6;
}

function buildNodes(run, leaves, seen) {
  const recorded = seen.nodes.get(run.id);
  if (recorded !== undefined) {
    return recorded.map((row, position) => ({
      id: row.id,
      runId: run.id,
      appId: run.appId,
      createdAtUs: row.created_at * 1e6 + position,
      row: shortenNode(row),
    }));
  }
  // The node lists of a few debug runs were not recorded; their leaves are known all the same.
  return leaves
    .filter((leaf) => leaf.run_id === run.id)
    .map((leaf, index) => ({
      id: leaf.id,
      runId: run.id,
      appId: run.appId,
      createdAtUs: toMicroseconds(leaf.node_created_at),
      row: rowOfLeaf(leaf, index),
    }));
}

function rowOfLeaf(leaf, index) {
  const usage = {
    prompt_tokens: leaf.prompt_tokens,
    completion_tokens: leaf.completion_tokens,
    total_tokens: leaf.total_tokens,
    total_price: leaf.total_price,
    currency: leaf.currency,
  };
  const createdAt = Math.floor(toMicroseconds(leaf.node_created_at) / 1e6);
  return {
    id: leaf.id,
    index: index + 1,
    predecessor_node_id: null,
    node_id: leaf.node_id,
    node_type: leaf.node_type,
    title: leaf.node_id,
    inputs: null,
    process_data: leaf.model && { model_provider: leaf.provider, model_name: leaf.model },
    outputs: leaf.prompt_tokens === null ? null : { usage },
    status: leaf.node_status,
    error: null,
    elapsed_time: 0,
    execution_metadata: {
      total_tokens: leaf.total_tokens,
      total_price: leaf.total_price,
      currency: leaf.currency,
      ...(leaf.is_tool && { tool_info: { provider_type: 'workflow' } }),
    },
    extras: {},
    created_at: createdAt,
    created_by_role: leaf.created_by_role,
    created_by_account: leaf.created_by_role === 'account' ? { id: leaf.created_by } : null,
    created_by_end_user: leaf.created_by_role === 'end_user' ? { id: leaf.created_by } : null,
    finished_at: createdAt,
  };
}

const LEFT_OUT = /^(delete\.|account\.|agentlog\.|usage\.apps\.limit10\.)/;
const NEVER_CALLED =
  /\/statistics\/(average-|user-satisfaction|tokens-per|average-response)|\/v1\//;

function buildConformance(calls) {
  return calls
    .filter(({ id, request, response }) => {
      if (request === null || response === null) return false;
      return !LEFT_OUT.test(id) && !NEVER_CALLED.test(request.path);
    })
    .map(({ id, request, response }) => ({
      id,
      method: request.method,
      path: request.path,
      query: request.query,
      timezone: timezoneOf(id),
      status: response.status,
      body: response.status === 200 ? fieldsRead(id, request, response.body) : null,
    }));
}

function timezoneOf(id) {
  if (id.endsWith('.New_York') || id.endsWith('.tz-ny')) return 'America/New_York';
  if (id.endsWith('.Tokyo')) return 'Asia/Tokyo';
  return id.startsWith('usage.') ? 'America/New_York' : 'UTC';
}

const ROW_FIELDS = [
  [/\/(chat|completion)-conversations$/, conversationFields],
  [/\/(chat|completion)-conversations\//, conversationDetailFields],
  [/\/chat-messages$|\/messages\/[^/]+$/, messageFields],
  [/\/workflow-app-logs$/, logFields],
  [/\/workflow-runs$/, runFields],
  [/\/workflow-runs\/[0-9a-f-]{36}$/, runDetailFields],
  [/\/node-executions$/, nodeFields],
  [/^\/apps$/, appFields],
  [/^\/apps\/[^/]+$/, appFields],
  [/^\/account\/profile$/, (row) => pick(row, ['id', 'email', 'name', 'timezone'])],
  [/^\/workspaces\/current$/, (row) => pick(row, ['id', 'name', 'status', 'role'])],
];

/** What a client reads of an answer; statistics and counts are kept whole. */
function fieldsRead(id, { path }, body) {
  const fields = ROW_FIELDS.find(([pattern]) => pattern.test(path))?.[1];
  if (fields === undefined) return body;
  if (!Array.isArray(body.data)) return fields(body);
  const rows = body.data.map(fields);
  // The detail calls before it moved these two to the day of the recording.
  if (id.endsWith('.afterdetail')) {
    for (const row of rows) {
      delete row.updated_at;
      delete row.read_at;
    }
  }
  return { ...pick(body, ['page', 'limit', 'total', 'has_more']), data: rows };
}

function conversationFields(row) {
  return {
    ...pick(row, [
      'id',
      'created_at',
      'updated_at',
      'read_at',
      'from_source',
      'from_end_user_id',
      'from_end_user_session_id',
      'from_account_id',
      'message_count',
      'status_count',
    ]),
    model_config: { model: row.model_config.model },
  };
}

function conversationDetailFields(row) {
  return {
    ...pick(row, ['id', 'created_at', 'from_source', 'from_end_user_id', 'from_account_id']),
    model_config: row.model_config && { model: row.model_config.model },
    ...(row.message && { message: messageFields(row.message) }),
  };
}

function messageFields(row) {
  return pick(row, [
    'id',
    'conversation_id',
    'created_at',
    'message_tokens',
    'answer_tokens',
    'from_source',
    'from_end_user_id',
    'from_account_id',
    'workflow_run_id',
    'status',
    'metadata',
  ]);
}

function logFields(row) {
  const run = [
    'id',
    'version',
    'status',
    'total_tokens',
    'created_at',
    'finished_at',
    'triggered_from',
  ];
  return {
    ...pick(row, ['id', 'created_at', 'created_from', 'created_by_role', 'details']),
    ...creatorFields(row),
    workflow_run: row.workflow_run && pick(row.workflow_run, run),
  };
}

function runFields(row) {
  return {
    ...pick(row, [
      'id',
      'version',
      'status',
      'total_tokens',
      'created_at',
      'finished_at',
      'message_id',
      'conversation_id',
      'sequence_number',
    ]),
    created_by_account: row.created_by_account && pick(row.created_by_account, ['id']),
  };
}

function runDetailFields(row) {
  return {
    ...pick(row, [
      'id',
      'version',
      'status',
      'total_tokens',
      'created_at',
      'finished_at',
      'created_by_role',
    ]),
    ...creatorFields(row),
    graph: shortenGraph(row.graph),
  };
}

function nodeFields(row) {
  const { inputs: _inputs, outputs, process_data: processData, ...rest } = shortenNode(row);
  return {
    ...rest,
    process_data: processData && pick(processData, ['model_provider', 'model_name', 'usage']),
    outputs: outputs && pick(outputs, ['usage', '__usage']),
  };
}

function appFields(row) {
  return {
    ...pick(row, ['id', 'name', 'mode', 'created_at', 'updated_at']),
    model_config: row.model_config && {
      model: pick(row.model_config.model, ['provider', 'name']),
      ...pick(row.model_config, ['updated_at']),
    },
  };
}

function creatorFields(row) {
  return {
    created_by_account: row.created_by_account && pick(row.created_by_account, ['id', 'email']),
    created_by_end_user:
      row.created_by_end_user &&
      pick(row.created_by_end_user, ['id', 'type', 'session_id', 'is_anonymous']),
  };
}

function shortenGraph(graph) {
  if (!graph?.nodes) return graph;
  const nodes = graph.nodes.map(({ id, data }) => ({
    id,
    data: shorten(pick(data, ['type', 'title', 'model', 'agent_parameters', 'provider_type'])),
  }));
  return { nodes, edges: [] };
}

function shortenNode(row) {
  const { prompts: _prompts, ...processData } = row.process_data ?? {};
  return shorten({ ...row, process_data: row.process_data && processData });
}

const LONGEST_TEXT = 60;
const KEPT_WHOLE = /session_id|sys\.user_id/;

/** Prompts and answers are never read, so only their beginnings are kept. */
function shorten(value, key = '') {
  if (typeof value === 'string') {
    return value.length > LONGEST_TEXT && !KEPT_WHOLE.test(key) ? `${value.slice(0, 20)}…` : value;
  }
  if (Array.isArray(value)) return value.map((element) => shorten(element));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [name, shorten(child, name)]),
  );
}

function idsByName(apps) {
  return new Map(Object.values(apps).map(({ id, name }) => [name, id]));
}

function only(calls, id) {
  return calls.find((call) => call.id === id).response.body;
}

function pick(row, names) {
  return Object.fromEntries(
    names.filter((name) => name in row).map((name) => [name, shorten(row[name], name)]),
  );
}

function camelCase(name) {
  return name.replace(/_(\w)/g, (_match, letter) => letter.toUpperCase());
}

/** `2026-10-01T00:00:00.123456`, UTC. */
function toMicroseconds(text) {
  const [seconds, fraction = '0'] = text.split('.');
  return Date.parse(`${seconds}Z`) * 1000 + Number(fraction.padEnd(6, '0'));
}

for (const version of VERSIONS) {
  const truth = readJson(version, 'truth');
  const calls = AREAS.flatMap((area) => readJson(version, area));
  write('worlds', version, { world: buildWorld(truth, calls), oracle: buildOracle(truth) });
  write('conformance', version, buildConformance(calls));
}
