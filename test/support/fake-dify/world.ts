/**
 * What a Dify server's database holds, as far as its console API shows it.
 *
 * Times are microseconds since the epoch, UTC: runs and node rows have them exactly,
 * messages, conversations and app logs in whole seconds (rounded), as on PostgreSQL.
 */
export type World = {
  readonly workspaces: WorldWorkspace[];
  readonly accounts: WorldAccount[];
  readonly members: WorldMember[];
  readonly apps: WorldApp[];
  readonly endUsers: WorldEndUser[];
  readonly conversations: WorldConversation[];
  readonly messages: WorldMessage[];
  readonly runs: WorldRun[];
  readonly nodes: WorldNode[];
  readonly logs: WorldLog[];
};

export type WorldWorkspace = {
  id: string;
  name: string;
  plan: string;
  status: 'normal' | 'archive';
  createdAtUs: number;
};

export type WorldAccount = {
  id: string;
  email: string;
  name: string;
  /** null: the account signs in by SSO. */
  password: string | null;
  timezone: string | null;
  status: 'active' | 'pending' | 'uninitialized' | 'banned' | 'closed';
  createdAtUs: number;
  /** Further fields of `GET /account/profile`, as recorded. */
  profile?: Record<string, unknown>;
};

export type WorldMember = {
  workspaceId: string;
  accountId: string;
  role: 'owner' | 'admin' | 'editor' | 'normal' | 'dataset_operator';
  current: boolean;
};

export type WorldApp = {
  id: string;
  workspaceId: string;
  name: string;
  mode: string;
  status: string;
  createdAtUs: number;
  updatedAtUs: number;
  /** chat, agent-chat, completion: the present configuration. */
  modelConfig: { provider: string; name: string; updatedAtUs: number } | null;
  /** A draft workflow with an empty graph: the list answers 500 on 1.10.x. */
  brokenDraft?: boolean;
  /** The list item as recorded; built from the other fields when absent. */
  item?: Record<string, unknown>;
};

export type WorldEndUser = {
  id: string;
  appId: string;
  sessionId: string;
  type: string;
  isAnonymous: boolean;
};

export type WorldConversation = {
  id: string;
  appId: string;
  fromSource: 'api' | 'console';
  invokeFrom: string | null;
  fromEndUserId: string | null;
  fromAccountId: string | null;
  /** The configuration the conversation began with; null for advanced-chat. */
  model: { provider: string; name: string } | null;
  isDeleted: boolean;
  readAtUs: number | null;
  createdAtUs: number;
  updatedAtUs: number;
  /** The list item as recorded; built when absent. */
  item?: Record<string, unknown>;
};

export type WorldMessage = {
  id: string;
  appId: string;
  conversationId: string;
  workflowRunId: string | null;
  fromSource: 'api' | 'console';
  invokeFrom: string | null;
  fromEndUserId: string | null;
  fromAccountId: string | null;
  status: string;
  messageTokens: number;
  answerTokens: number;
  /** Decimal text with 7 places, as PostgreSQL prints `numeric(10,7)`. */
  totalPrice: string;
  currency: string;
  modelProvider: string | null;
  modelId: string | null;
  createdAtUs: number;
  /** An attached file is gone: every page that holds this message answers 400. */
  missingFile?: boolean;
  /** The message as recorded; built when absent. */
  item?: Record<string, unknown>;
};

export type WorldRun = {
  id: string;
  appId: string;
  triggeredFrom: string;
  status: string;
  totalTokens: number;
  createdByRole: 'account' | 'end_user';
  createdBy: string;
  version: string;
  createdAtUs: number;
  finishedAtUs: number | null;
  messageId: string | null;
  conversationId: string | null;
  /** The row was removed by log cleanup: lists skip it, details answer nulls or 404, nodes are empty. */
  deleted?: boolean;
  graph?: unknown;
  /** The list item and the detail as recorded; built when absent. */
  item?: Record<string, unknown>;
  detail?: Record<string, unknown>;
};

/** `row` is the element of `node-executions` `data`, as the API gives it. */
export type WorldNode = {
  id: string;
  runId: string;
  appId: string;
  createdAtUs: number;
  row: Record<string, unknown>;
};

export type WorldLog = {
  id: string;
  appId: string;
  runId: string;
  createdFrom: string;
  createdByRole: 'account' | 'end_user';
  createdBy: string;
  createdAtUs: number;
  /** The list item as recorded; built when absent. */
  item?: Record<string, unknown>;
};
