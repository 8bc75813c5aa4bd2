import type { AccountEmails } from '../dify/members.ts';
import type { Period } from '../period/period.ts';
import type { App } from '../usage/app.ts';
import type {
  AppDetail,
  DetailNeeds,
  DetailNote,
  ModelUsage,
  UsageUser,
} from '../usage/app-detail.ts';
import { toBucketBlocks } from '../usage/bucket-blocks.ts';
import { divideBlock } from '../usage/divide-block.ts';
import type { DivideRules } from '../usage/divide-rules.ts';
import { divideWhole } from '../usage/divide-whole.ts';
import { findRefuted } from '../usage/find-refuted.ts';
import type { ModelName } from '../usage/ledger-call.ts';
import { mergeBlock, mergeDetail } from '../usage/merge-detail.ts';
import { solveModels } from '../usage/solve-models.ts';
import type { LedgerEntry } from '../usage/usage-event.ts';
import { askUnitPrices } from './ask-unit-prices.ts';
import { askWindows } from './ask-windows.ts';
import type { CollectScope } from './collect-scope.ts';
import { countLedgerMessages } from './count-ledger-messages.ts';
import { type ConversationModels, findConversationModels } from './find-conversation-models.ts';
import { leaveOutDebugger } from './leave-out-debugger.ts';
import type { ListedCall } from './listed-call.ts';
import { createMinuteStatistics, type MinuteStatistics } from './minute-statistics.ts';
import { readChatCalls } from './read-chat-calls.ts';
import { readGenerationCalls } from './read-generation-calls.ts';
import { type CallTable, tabulateCalls } from './tabulate-calls.ts';

export type LedgerDetailOptions = {
  /** How many requests for short statistics windows an app may cost. */
  readonly minuteWindows: number;
  /** `current`: a model that cannot be known is taken for the app's present one. */
  readonly assumeModel: 'current' | undefined;
  /** Given when users are named by their e-mail. */
  readonly accountEmails?: AccountEmails | undefined;
};

/** An agent's message is a sum of model calls, each of them rounded. */
const CALLS_PER_AGENT_MESSAGE = 20;

/**
 * Who spent what on which model in a chat, agent-chat, completion or agent app (design §6).
 *
 * `ledger` is what the statistics say and what is billed; users and models add up to it exactly.
 * The node-based apps of the workspace have to be read before, for their unit prices.
 */
export async function collectLedgerDetail(
  scope: CollectScope,
  app: App,
  ledger: readonly LedgerEntry[],
  needs: DetailNeeds,
  options: LedgerDetailOptions,
): Promise<AppDetail> {
  // Dify has a row for every bucket with a message, so that without one there is nobody to find.
  if (ledger.length === 0) return { users: [], models: [], notes: [] };

  const statistics = createMinuteStatistics(scope, options.minuteWindows);
  const listed = await nameAccounts(await readCalls(scope, app, statistics), options.accountEmails);
  const consoleBuckets = findConsoleBuckets(listed);
  const counts = await countLedgerMessages(scope, app, ledger, consoleBuckets);
  const calls =
    scope.session.traits.statisticsLeaveOutDebugger && consoleBuckets.size > 0
      ? await leaveOutDebugger(
          listed,
          toBucketBlocks(ledger, counts, listed),
          scope.accountTimeZone,
          statistics,
        )
      : listed;

  const models: ConversationModels = needs.models
    ? await findConversationModels(scope, app, calls)
    : { known: new Map(), probable: new Map() };
  const rules = {
    withUsers: needs.users,
    withPrices: needs.models,
    known: models.known,
    prices: scope.unitPrices.candidates(),
    present: app.model,
    modelCalls: app.mode === 'agent-chat' ? CALLS_PER_AGENT_MESSAGE : 1,
  };
  // A chat's hidden messages show in its tokens; only generations have to be counted.
  const wholes = toBucketBlocks(ledger, app.mode === 'completion' ? counts : new Map(), calls);
  const asked = await askWindows(scope, app, wholes, calls, rules, statistics);
  const learned = needs.models
    ? await askUnitPrices(scope, asked.blocks, calls, rules, statistics)
    : [];
  const prices = [...rules.prices, ...learned];
  const puzzle = { ...rules, prices, blocks: asked.blocks };
  const solved = needs.models ? solveModels(puzzle) : undefined;
  const refuted = findRefuted(puzzle, models.probable);

  const modelOf: DivideRules['modelOf'] = ({ modelKey }) => {
    const known = models.known.get(modelKey);
    if (known !== undefined) return { ...known, isAssumed: false };
    const found = solved?.get(modelKey);
    if (found !== undefined) return { ...found, isAssumed: isForeign(scope, app, found) };
    const probable = refuted.has(modelKey) ? undefined : models.probable.get(modelKey);
    if (probable !== undefined) return { ...probable, isAssumed: true };
    if (options.assumeModel === undefined || app.model === undefined) return undefined;
    return { provider: app.model.provider, name: app.model.name, isAssumed: true };
  };
  const divideRules = { ...rules, prices, modelOf };
  const divided = asked.blocks.map(
    (block) => divideWhole(block, divideRules) ?? mergeBlock(divideBlock(block, divideRules)),
  );
  const parts = divided.flatMap((block) => block.parts);
  const notes = [
    ...divided.flatMap((block) => block.notes),
    ...asked.notes,
    ...(scope.session.traits.statisticsLeaveOutDebugger ? [] : noteConsole(parts)),
  ];
  return mergeDetail(parts, calls, notes, needs.models);
}

/** Equal list prices in two currencies are no rarity: only the price speaks for such a model. */
function isForeign({ currencies }: CollectScope, { model }: App, found: ModelName): boolean {
  if (model === undefined) return false;
  const [present, other] = [model, found].map((each) => currencies.currenciesOf(each).join());
  return present !== other;
}

async function readCalls(
  scope: CollectScope,
  app: App,
  statistics: MinuteStatistics,
): Promise<CallTable> {
  // The windows of the ledger may reach a little beyond the period (an open one ends in mid-minute).
  const start = scope.windows.at(0)?.from ?? scope.period.start;
  const end = scope.windows.at(-1)?.to ?? scope.period.end;
  const span: Period = { ...scope.period, start, end };
  switch (app.mode) {
    case 'completion':
      return await readGenerationCalls(scope, app, span, statistics);
    case 'chat':
    case 'agent-chat':
      return await readChatCalls(scope, span);
    default:
      return tabulateCalls(); // `agent` apps store nothing that tells their users (usage-data C.4)
  }
}

/** The buckets that have calls of Explore or the debugger. */
function findConsoleBuckets(calls: Iterable<ListedCall>): Set<string> {
  const buckets = new Set<string>();
  for (const { isConsole, bucket } of calls) if (isConsole) buckets.add(bucket);
  return buckets;
}

async function nameAccounts(
  calls: CallTable,
  accountEmails: AccountEmails | undefined,
): Promise<CallTable> {
  if (accountEmails === undefined || findConsoleBuckets(calls).size === 0) return calls;

  const emails = await accountEmails();
  const users = new Map<string, UsageUser>();
  const named = tabulateCalls();
  for (const call of calls) {
    const { user } = call;
    if (user?.type !== 'account') named.add(call);
    else {
      const known = users.get(user.id) ?? { ...user, session: emails.get(user.id) };
      users.set(user.id, known);
      named.add({ ...call, user: known });
    }
  }
  return named;
}

/** Up to 1.8 the ledger holds debugger messages, which nothing tells from Explore. */
function noteConsole(parts: readonly ModelUsage[]): DetailNote[] {
  return parts
    .filter(({ user }) => user?.type === 'account')
    .map((part) => ({
      bucket: part.bucket,
      cause: 'console_may_include_debug',
      tokens: part.promptTokens + part.completionTokens,
      units: part.promptUnits + part.completionUnits,
    }));
}
