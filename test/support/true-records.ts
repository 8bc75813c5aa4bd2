import {
  type BilledCall,
  type BillOptions,
  billedCalls,
  tokensOf,
  unitsOf,
} from './billed-calls.ts';
import { hiddenRuns, ledgerMessages, modesOf, personOf } from './billed-rows.ts';
import type { Oracle, RecordedVersion } from './fake-dify/load-world.ts';
import { addUp, type Figures, type JudgedRecords } from './judged-records.ts';
import { labelPeriods, OCTOBER } from './label-periods.ts';

/** The records of a bill by what tells them apart. */
export type RecordsByKind = {
  /** `period | app | currency` */
  readonly app_records: JudgedRecords;
  /** `period | currency` */
  readonly workspace_records: JudgedRecords;
  /** `period | app | user` */
  readonly user_records: JudgedRecords;
  /** `period | app | user | provider | model | currency` */
  readonly model_records: JudgedRecords;
};

/** What a recorded database demands. */
export function trueRecords(oracle: Oracle, options: BillOptions): RecordsByKind {
  const calls = billedCalls(oracle, options);
  return {
    app_records: addUp(
      calls.map((call) => [join(call.period, call.appId, call.currency), toCostFigures(call)]),
    ),
    workspace_records: addUp(
      calls.map((call) => [join(call.period, call.currency), toCostFigures(call)]),
    ),
    user_records: addUp([
      ...calls.map((call) => [userKey(call), toUserFigures(call)] as const),
      ...countUses(oracle, options),
    ]),
    model_records: addUp(calls.map((call) => [modelKey(call), toModelFigures(call)])),
  };
}

/** Each message, or run without one, and its conversation where it is the first of it. */
function countUses(oracle: Oracle, options: BillOptions): (readonly [string, Figures])[] {
  const labelOf = labelPeriods(options);
  const conversations = new Set<string>();
  return [...messageUses(oracle, options.version), ...runUses(oracle, options.version)].flatMap(
    ({ atUs, conversationId, ...use }) => {
      const period = labelOf(atUs);
      if (!OCTOBER[options.aggregation].has(period)) return [];

      const key = userKey({ ...use, period });
      const conversation = join(key, conversationId ?? '');
      const isNew = conversationId !== null && !conversations.has(conversation);
      conversations.add(conversation);
      return [[key, { message_count: 1n, conversation_count: isNew ? 1n : 0n }] as const];
    },
  );
}

type Use = {
  readonly atUs: number;
  readonly appId: string;
  readonly person: string;
  readonly conversationId: string | null;
};

/** Messages of chatflows belong to the instant at which their runs began. */
function messageUses(oracle: Oracle, version: RecordedVersion): Use[] {
  const modes = modesOf(oracle);
  const starts = new Map(oracle.runs.map(({ id, createdAtUs }) => [id, createdAtUs]));
  const ofChatflows = oracle.messages.filter(
    ({ appId, invokeFrom }) => modes.get(appId) === 'advanced-chat' && invokeFrom !== 'debugger',
  );
  return [...ledgerMessages(oracle, version), ...ofChatflows].map((message) => ({
    atUs: starts.get(message.workflowRunId ?? '') ?? message.createdAtUs,
    appId: message.appId,
    person: personOf(message),
    conversationId: message.conversationId,
  }));
}

/** Runs of workflows, and of chatflows whose message is gone. */
function runUses(oracle: Oracle, version: RecordedVersion): Use[] {
  const hidden = hiddenRuns(oracle, version);
  const withMessage = new Set(oracle.messages.map(({ workflowRunId }) => workflowRunId));
  return oracle.runs
    .filter(({ id, triggeredFrom }) => triggeredFrom !== 'debugging' && !hidden.has(id))
    .filter(({ id }) => !withMessage.has(id))
    .map(({ createdAtUs, appId, createdByRole, createdBy }) => ({
      atUs: createdAtUs,
      appId,
      person: `${createdByRole} ${createdBy}`,
      conversationId: null,
    }));
}

function toCostFigures(call: BilledCall): Figures {
  return { token_count: BigInt(tokensOf(call)), total_price: unitsOf(call) };
}

function toUserFigures(call: BilledCall): Figures {
  return {
    message_tokens: BigInt(call.promptTokens),
    answer_tokens: BigInt(call.completionTokens),
    total_tokens: BigInt(tokensOf(call)),
  };
}

function toModelFigures(call: BilledCall): Figures {
  return {
    prompt_tokens: BigInt(call.promptTokens),
    completion_tokens: BigInt(call.completionTokens),
    total_tokens: BigInt(tokensOf(call)),
    total_price: unitsOf(call),
    execution_count: 1n,
  };
}

function userKey({ period, appId, person }: Pick<BilledCall, 'period' | 'appId' | 'person'>) {
  return join(period, appId, person);
}

function modelKey(call: BilledCall): string {
  return join(userKey(call), call.provider, call.model, call.currency);
}

function join(...parts: readonly string[]): string {
  return parts.join(' | ');
}
