import Big from 'big.js';
import type { Oracle, OracleLeaf } from './fake-dify/load-world.ts';

export type DetailTruthOptions = {
  readonly timeZone: string;
  readonly aggregation: 'monthly' | 'daily';
  /** Runs that no API of the version shows. */
  readonly hiddenRuns: ReadonlySet<string>;
  readonly provider: string;
};

/** The fields of user records by `period | app | user kind | user`. */
export function sumTrueUsers(oracle: Oracle, options: DetailTruthOptions) {
  const sums = new Map<string, { tokens: number[]; messages: number; chats: Set<string> }>();
  const at = (us: number, appId: string, user: string) => {
    const key = `${labelOf(us, options)} | ${appId} | ${user}`;
    const sum = sums.get(key) ?? { tokens: [0, 0], messages: 0, chats: new Set() };
    sums.set(key, sum);
    return sum;
  };

  for (const leaf of billedLeaves(oracle, options)) {
    const sum = at(leaf.runCreatedAtUs ?? 0, leaf.appId, `${leaf.createdByRole} ${leaf.createdBy}`);
    const [prompt = 0, completion = 0] = splitOf(leaf);
    sum.tokens = [(sum.tokens[0] ?? 0) + prompt, (sum.tokens[1] ?? 0) + completion];
  }
  const modes = new Map(Object.values(oracle.apps).map(({ id, mode }) => [id, mode]));
  const runs = new Map(oracle.runs.map((run) => [run.id, run]));
  const withMessage = new Set<string>();
  for (const message of oracle.messages) {
    if (modes.get(message.appId) !== 'advanced-chat' || message.invokeFrom === 'debugger') continue;
    const run = runs.get(message.workflowRunId ?? '');
    if (run !== undefined) withMessage.add(run.id);
    const user = message.fromEndUserId
      ? `end_user ${message.fromEndUserId}`
      : `account ${message.fromAccountId}`;
    const sum = at(run?.createdAtUs ?? message.createdAtUs, message.appId, user);
    sum.messages += 1;
    sum.chats.add(message.conversationId);
  }
  for (const run of oracle.runs) {
    if (run.triggeredFrom === 'debugging' || options.hiddenRuns.has(run.id)) continue;
    if (withMessage.has(run.id)) continue;
    at(run.createdAtUs, run.appId, `${run.createdByRole} ${run.createdBy}`).messages += 1;
  }
  return Object.fromEntries(
    [...sums]
      .filter(([key]) => key.startsWith('2026-10'))
      .map(([key, { tokens, messages, chats }]) => [
        key,
        `${tokens[0]} + ${tokens[1]} tokens, ${messages} in ${chats.size}`,
      ]),
  );
}

/** The fields of model records by `period | app | user kind | user | provider | model | currency`. */
export function sumTrueModels(oracle: Oracle, options: DetailTruthOptions) {
  const sums = new Map<string, { tokens: number[]; price: Big; calls: number }>();
  for (const leaf of billedLeaves(oracle, options)) {
    const key = [
      labelOf(leaf.runCreatedAtUs ?? 0, options),
      leaf.appId,
      `${leaf.createdByRole} ${leaf.createdBy}`,
      leaf.provider ?? options.provider,
      leaf.model ?? MODELS_OF_NODES[leaf.nodeId] ?? '?',
      leaf.currency === 'RMB' ? 'CNY' : leaf.currency,
    ].join(' | ');
    const sum = sums.get(key) ?? { tokens: [0, 0], price: new Big(0), calls: 0 };
    const [prompt = 0, completion = 0] = splitOf(leaf);
    sums.set(key, {
      tokens: [(sum.tokens[0] ?? 0) + prompt, (sum.tokens[1] ?? 0) + completion],
      price: sum.price.plus(new Big(leaf.totalPrice ?? 0).round(7, Big.roundHalfUp)),
      calls: sum.calls + 1,
    });
  }
  return Object.fromEntries(
    [...sums]
      .filter(([key]) => key.startsWith('2026-10'))
      .map(([key, { tokens, price, calls }]) => [
        key,
        `${tokens[0]} + ${tokens[1]} tokens, ${price.toFixed(7)}, ${calls} calls`,
      ]),
  );
}

/** How the nodes were configured whose rows name no model: agents, and classifiers of 0.15.3. */
const MODELS_OF_NODES: Readonly<Record<string, string>> = {
  ag: 'gpt-4o',
  qc: 'gpt-4o',
  pe: 'gpt-4o-mini',
};

function billedLeaves(oracle: Oracle, { hiddenRuns }: DetailTruthOptions): OracleLeaf[] {
  return oracle.leaves.filter(
    ({ runId, triggeredFrom, isTool }) =>
      runId !== null && triggeredFrom !== 'debugging' && !isTool && !hiddenRuns.has(runId),
  );
}

function splitOf({ promptTokens, completionTokens, totalTokens }: OracleLeaf): readonly number[] {
  const prompt = promptTokens ?? 0;
  const completion = completionTokens ?? 0;
  return prompt + completion === totalTokens ? [prompt, completion] : [totalTokens ?? 0, 0];
}

function labelOf(us: number, { timeZone, aggregation }: DetailTruthOptions): string {
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(us / 1000);
  return aggregation === 'daily' ? date : date.slice(0, 7);
}
