import type { DetailNeeds } from '../usage/app-detail.ts';

/** How large an app is in a period, as far as it decides what reading it costs. */
export type AppSize = {
  /** Dify's own word for it; a mode that is not known costs nothing. */
  readonly mode: string;
  /** Whether anything was used in the period: else nobody is looked for who used it. */
  readonly isUsed: boolean;
  /** Rows of a workflow app's log, or of a completion app's generations. */
  readonly logged: number;
  /** Rows of the run list, back to the period's start; undefined where it is not read. */
  readonly listedRuns: number | undefined;
  /** Runs whose nodes are read. */
  readonly runs: number;
  /** Rows of the list of conversations. */
  readonly conversations: number;
  /** Pages of 100 messages, of all the conversations that are read. */
  readonly messagePages: number;
  /** Whether a chatflow's messages are read although the output does not show them. */
  readonly hasMessagesWithoutRun: boolean;
  /** Statistics requests that tell every bucket: 1 where the account's zone is the report's. */
  readonly windows: number;
  /** The same for the number of messages. */
  readonly countWindows: number;
  /** Requests for short statistics windows, were there no limit (usage-data G.6). */
  readonly minuteWindows: number;
};

export type RequestRules = {
  readonly needs: DetailNeeds;
  /** The most requests for short windows that one app may cost. */
  readonly minuteBudget: number;
  /** `once` is the least that a list can cost; `proven` is what a list costs that nobody may slip out of. */
  readonly lists: 'once' | 'proven';
};

/** One summand, and how it is written in usage-data G.2. */
export type RequestTerm = { readonly formula: string; readonly requests: number };

/**
 * The requests that an app of a mode and size costs, summand by summand (usage-data G.2).
 *
 * Exact for lists, runs and statistics of a Dify that stands still. Not in it are runs without node
 * rows and graphs (one request each), messages that cannot be shown, and repeated requests. Minute
 * windows are as good as the size's number of them.
 */
export function listAppRequests(size: AppSize, rules: RequestRules): RequestTerm[] {
  switch (size.mode) {
    case 'workflow':
      return workflow(size, rules);
    case 'advanced-chat':
      return advancedChat(size, rules);
    case 'chat':
    case 'agent-chat':
      return chat(size, rules);
    case 'completion':
      return completion(size, rules);
    case 'agent':
      return [windows(size)];
    default:
      return [];
  }
}

export type SessionSize = {
  readonly apps: number;
  /** With a password the account's workspace is read and checked; an admin key names it. */
  readonly hasPassword: boolean;
  /** Whether apps of mode `agent` have to be asked for (later than 1.14.2). */
  readonly asksForAgents: boolean;
};

/** Version, login, workspace, zone and apps; workspace and zone again when all is read. */
export function listSessionRequests(
  { apps, hasPassword, asksForAgents }: SessionSize,
  { lists }: Pick<RequestRules, 'lists'>,
): RequestTerm[] {
  return [
    hasPassword
      ? { formula: 'version, login, workspace, zone', requests: 4 }
      : { formula: 'version, zone', requests: 2 },
    { formula: '⌈A/100⌉ apps', requests: numberedPages(apps, lists) + (asksForAgents ? 1 : 0) },
    hasPassword
      ? { formula: 'workspace and zone again', requests: 2 }
      : { formula: 'zone again', requests: 1 },
  ];
}

export function sumRequests(terms: readonly RequestTerm[]): number {
  return terms.reduce((sum, { requests }) => sum + requests, 0);
}

function workflow({ logged, listedRuns, runs, windows: count }: AppSize, { lists }: RequestRules) {
  return [
    { formula: '⌈L/100⌉', requests: logPages(logged, lists) },
    ...runList(listedRuns, lists),
    { formula: 'R', requests: runs },
    { formula: '2·W', requests: 2 * count },
  ];
}

/** Without a list of production runs (up to 1.9.1) they are found through the messages. */
function advancedChat(size: AppSize, { needs, lists }: RequestRules): RequestTerm[] {
  const { listedRuns, runs, windows: count, countWindows, hasMessagesWithoutRun } = size;
  const hasRunList = listedRuns !== undefined;
  const readsMessages = needs.messages || !hasRunList;
  return [
    ...runList(listedRuns, lists),
    { formula: 'R', requests: runs },
    { formula: '2·W', requests: 2 * count },
    ...(readsMessages ? [] : [{ formula: 'W', requests: countWindows }]),
    ...(readsMessages || hasMessagesWithoutRun ? conversations(size, lists) : []),
  ];
}

function chat(size: AppSize, { needs, lists, minuteBudget }: RequestRules): RequestTerm[] {
  if (!isDetailRead(size, needs)) return [windows(size)];
  return [windows(size), ...conversations(size, lists), minuteWindows(size, minuteBudget)];
}

function completion(size: AppSize, { needs, lists, minuteBudget }: RequestRules): RequestTerm[] {
  if (!isDetailRead(size, needs)) return [windows(size)];
  return [
    windows(size),
    { formula: 'W', requests: size.countWindows },
    { formula: '⌈C/100⌉', requests: numberedPages(size.logged, lists) },
    minuteWindows(size, minuteBudget),
  ];
}

function isDetailRead({ isUsed }: AppSize, needs: DetailNeeds): boolean {
  return isUsed && (needs.users || needs.models);
}

function windows({ windows: count }: AppSize): RequestTerm {
  return { formula: 'W', requests: count };
}

function minuteWindows({ minuteWindows: count }: AppSize, budget: number): RequestTerm {
  return { formula: 'min(minutes, budget)', requests: Math.min(count, budget) };
}

function conversations(size: AppSize, lists: RequestRules['lists']): RequestTerm[] {
  return [
    { formula: '⌈C/100⌉', requests: numberedPages(size.conversations, lists) },
    { formula: 'Σ⌈mᵢ/100⌉', requests: size.messagePages },
  ];
}

function runList(rows: number | undefined, lists: RequestRules['lists']): RequestTerm[] {
  if (rows === undefined) return [];
  return [{ formula: '⌈R/100⌉', requests: cursorPages(rows, lists) }];
}

const PAGE = 100;
/** The second reading of a list has other page borders. */
const PROOF_PAGE = 97;
/** Longer logs are read in halves of time. */
const LONGEST_SLICE = 2000;

/** Dify answers an empty list, too. */
function numberedPages(rows: number, lists: RequestRules['lists']): number {
  const once = Math.ceil(Math.max(rows, 1) / PAGE);
  return lists === 'once' || once === 1 ? once : once + Math.ceil(rows / PROOF_PAGE);
}

/** Each page but the first begins with the last second of the one before. */
function cursorPages(rows: number, lists: RequestRules['lists']): number {
  if (lists === 'once') return Math.ceil(Math.max(rows, 1) / PAGE);
  return 1 + Math.ceil(Math.max(rows - PAGE, 0) / (PAGE - 1));
}

function logPages(rows: number, lists: RequestRules['lists']): number {
  if (lists === 'once' || rows <= LONGEST_SLICE) return numberedPages(rows, lists);
  return 1 + logPages(Math.ceil(rows / 2), lists) + logPages(Math.floor(rows / 2), lists);
}
