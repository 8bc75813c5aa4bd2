/** What differs between Dify releases, as measured on live servers. */
export type Preset = {
  readonly auth: 'token' | 'cookie';
  readonly password: 'plain' | 'base64';
  /** The three shapes of a 400: flask-restful, flask-restx, pydantic. */
  readonly errors: 'restful' | 'restx' | 'pydantic';
  /** `You have requested this URI …` is appended to 404 messages. */
  readonly hintsIn404: boolean;
  readonly currentWorkspaceMethod: 'GET' | 'POST';
  readonly debuggerInStatistics: boolean;
  readonly debuggerInDailyConversations: boolean;
  /** An empty `start=` means no start; otherwise it is malformed. */
  readonly emptyTimeIsAbsent: boolean;
  /** `start` after `end`: 400, otherwise an empty answer. */
  readonly refusesReversedRange: boolean;
  /** A wall time that does not exist: read one hour later, otherwise with the standard offset. */
  readonly skipsMissingHour: boolean;
  readonly listsSoftDeleted: boolean;
  /** Deleting a conversation removes its rows, otherwise it marks them. */
  readonly hardDeletes: boolean;
  readonly conversationListShowsModel: boolean;
  readonly honoursMessageCount: boolean;
  /** Reading an unread conversation moves its `updated_at` to now. */
  readonly detailMovesUpdatedAt: boolean;
  readonly chatMessagesNeedEditor: boolean;
  readonly statusCountWithoutRuns: 'zeros' | 'nulls' | 'null';
  readonly messageUsage: 'absent' | 'null' | 'filled';
  /** `created_at__after` and `created_at__before` of app logs are honoured. */
  readonly logTimeFilter: boolean;
  readonly logCreatorFilter: boolean;
  /** The filter by an unknown e-mail: 400, otherwise an empty list. */
  readonly refusesUnknownLogAccount: boolean;
  readonly logStatuses: readonly string[];
  /** When an app log is written: at the run's start, or at its end. */
  readonly logTime: 'start' | 'end';
  readonly logShowsOrigin: boolean;
  readonly archivedLogs: boolean;
  /** `triggered_from` and `status` of run lists and the count routes exist; else debug runs only. */
  readonly runFilters: boolean;
  readonly runSequenceNumbers: boolean;
  readonly unknownRun: 'nulls' | '404';
  /** What an integer is that was never set. */
  readonly absentInteger: 0 | null;
  readonly nodeOrder: 'index-descending' | 'created-ascending';
  readonly nodeIndexIsAlwaysOne: boolean;
  readonly nodeTruncationFlags: boolean;
  readonly emptyNodeMetadata: null | Readonly<Record<string, never>>;
  readonly emptyProcessData: null | Readonly<Record<string, never>>;
  readonly classifierNamesModel: boolean;
  readonly processDataUsage: boolean;
  /** What Dify stores as totals; see `totals.ts`. */
  readonly runTotal: 'leaves' | 'zero' | 'containers-twice';
  readonly messageTotal: 'top-level' | 'zero' | 'containers-twice' | 'leaves';
  readonly agentOnMessage: 'nothing' | 'price';
  readonly toolUsage: boolean;
  readonly retrievalUsage: boolean;
  readonly containerRow: 'tokens' | 'zero' | 'priced';
  readonly stoppedRun: 'stopped' | 'advanced-chat-running' | 'running';
  readonly triggers: boolean;
  readonly debugChildrenLookLikeProduction: boolean;
  readonly endUserType: 'service_api' | 'service-api';
  readonly provider: string;
};

const OLD_STATUSES = ['succeeded', 'failed', 'stopped'];
const NEW_STATUSES = [
  'scheduled',
  'running',
  'succeeded',
  'failed',
  'stopped',
  'partial-succeeded',
  'paused',
];

const V0_15_3: Preset = {
  auth: 'token',
  password: 'plain',
  errors: 'restful',
  hintsIn404: false,
  currentWorkspaceMethod: 'GET',
  debuggerInStatistics: true,
  debuggerInDailyConversations: true,
  emptyTimeIsAbsent: false,
  refusesReversedRange: false,
  skipsMissingHour: false,
  listsSoftDeleted: true,
  hardDeletes: false,
  conversationListShowsModel: false,
  honoursMessageCount: true,
  detailMovesUpdatedAt: false,
  chatMessagesNeedEditor: false,
  statusCountWithoutRuns: 'zeros',
  messageUsage: 'absent',
  logTimeFilter: false,
  logCreatorFilter: false,
  refusesUnknownLogAccount: false,
  logStatuses: OLD_STATUSES,
  logTime: 'end',
  logShowsOrigin: false,
  archivedLogs: false,
  runFilters: false,
  runSequenceNumbers: true,
  unknownRun: 'nulls',
  absentInteger: 0,
  nodeOrder: 'index-descending',
  nodeIndexIsAlwaysOne: false,
  nodeTruncationFlags: false,
  emptyNodeMetadata: null,
  emptyProcessData: null,
  classifierNamesModel: false,
  processDataUsage: false,
  runTotal: 'leaves',
  messageTotal: 'top-level',
  agentOnMessage: 'nothing',
  toolUsage: false,
  retrievalUsage: false,
  containerRow: 'tokens',
  stoppedRun: 'stopped',
  triggers: false,
  debugChildrenLookLikeProduction: false,
  endUserType: 'service_api',
  provider: 'openai_api_compatible',
};

const V1_4_3: Preset = {
  ...V0_15_3,
  messageUsage: 'null',
  logTimeFilter: true,
  emptyNodeMetadata: {},
  classifierNamesModel: true,
  provider: 'langgenius/openai/openai',
};

const V1_8_1: Preset = {
  ...V1_4_3,
  errors: 'restx',
  hintsIn404: true,
  debuggerInDailyConversations: false,
  listsSoftDeleted: false,
  hardDeletes: true,
  logCreatorFilter: true,
  logStatuses: [...OLD_STATUSES, 'partial-succeeded'],
  runSequenceNumbers: false,
  absentInteger: null,
  processDataUsage: true,
  agentOnMessage: 'price',
};

const V1_9_1: Preset = {
  ...V1_8_1,
  debuggerInStatistics: false,
  chatMessagesNeedEditor: true,
  nodeOrder: 'created-ascending',
  nodeIndexIsAlwaysOne: true,
  nodeTruncationFlags: true,
  emptyProcessData: {},
  runTotal: 'zero',
  messageTotal: 'zero',
  containerRow: 'zero',
  debugChildrenLookLikeProduction: true,
};

const V1_9_2: Preset = {
  ...V1_9_1,
  auth: 'cookie',
  nodeIndexIsAlwaysOne: false,
  refusesUnknownLogAccount: true,
  runFilters: true,
  runTotal: 'containers-twice',
  messageTotal: 'containers-twice',
  toolUsage: true,
  retrievalUsage: true,
  containerRow: 'priced',
  stoppedRun: 'advanced-chat-running',
};

const V1_10_1: Preset = {
  ...V1_9_2,
  currentWorkspaceMethod: 'POST',
  refusesReversedRange: true,
  skipsMissingHour: true,
  detailMovesUpdatedAt: true,
  messageUsage: 'filled',
  logShowsOrigin: true,
  runTotal: 'leaves',
  stoppedRun: 'running',
  triggers: true,
  endUserType: 'service-api',
};

const V1_11_4: Preset = {
  ...V1_10_1,
  password: 'base64',
  errors: 'pydantic',
  emptyTimeIsAbsent: true,
  honoursMessageCount: false,
  statusCountWithoutRuns: 'nulls',
  logStatuses: NEW_STATUSES,
  logTime: 'start',
  debugChildrenLookLikeProduction: false,
};

const V1_12_1: Preset = { ...V1_11_4, archivedLogs: true };

const V1_14_2: Preset = {
  ...V1_12_1,
  conversationListShowsModel: true,
  detailMovesUpdatedAt: false,
  statusCountWithoutRuns: 'null',
  unknownRun: '404',
};

/** A release that nobody has measured; its engine counts a container once. */
const NEWER: Preset = { ...V1_14_2, messageTotal: 'leaves' };

const PRESETS: readonly (readonly [string, Preset])[] = [
  ['1.15.0', NEWER],
  ['1.14.2', V1_14_2],
  ['1.12.1', V1_12_1],
  ['1.11.4', V1_11_4],
  ['1.10.1', V1_10_1],
  ['1.9.2', V1_9_2],
  ['1.9.0', V1_9_1],
  ['1.8.1', V1_8_1],
  ['1.4.3', V1_4_3],
  ['0.15.3', V0_15_3],
];

export const RECORDED_VERSIONS = [
  '0.15.3',
  '1.4.3',
  '1.8.1',
  '1.9.1',
  '1.9.2',
  '1.10.1',
  '1.11.4',
  '1.12.1',
  '1.14.2',
] as const;

/** The preset of a version: its own, else that of the newest older one that was measured. */
export function presetOf(version: string): Preset {
  for (const [known, preset] of PRESETS) {
    if (isAtLeast(version, known)) return preset;
  }
  return V0_15_3;
}

/** Compares dotted numbers: `1.10.1` is at least `1.9.2`. */
export function isAtLeast(version: string, other: string): boolean {
  const left = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const right = other.split('.').map((part) => Number.parseInt(part, 10) || 0);
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
