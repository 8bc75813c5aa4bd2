import type { OutputMode } from '../../../src/payload/payload.ts';
import { type RecordKind, SHOWN_RECORDS } from '../../../src/payload/shown-records.ts';
import { toUnits } from '../../support/fake-dify/decimal-text.ts';
import type { ReceivedRecord } from '../../support/fake-receiver.ts';
import { benchId } from '../world/bench-ids.ts';
import type { BenchWorld } from '../world/bench-world.ts';
import { type AppTruth, modelKey, type Truth } from '../world/truth.ts';

export type SentRows = (array: string) => readonly ReceivedRecord[];

export type Known = {
  readonly world: BenchWorld;
  readonly truth: Truth;
  readonly appIds: readonly string[];
};

/** What the receiver was billed wrongly, in words; a fast wrong answer is worth nothing. */
export function findErrors(mode: OutputMode, sent: SentRows, known: Known): string[] {
  return SHOWN_RECORDS[mode].flatMap((kind) => CHECKS[kind](sent(`${kind}_records`), known));
}

const CHECKS: Readonly<
  Record<RecordKind, (rows: readonly ReceivedRecord[], known: Known) => string[]>
> = {
  workspace: (rows, { truth }) => {
    const tokens = truth.apps.reduce((sum, app) => sum + app.tokens, 0);
    const units = truth.apps.reduce((sum, app) => sum + app.units, 0);
    return compare('the workspace', sumOf(rows), { tokens, units });
  },
  app: (rows, known) =>
    eachApp(known, (app, id) => compare(`app ${id}`, sumOf(ofApp(rows, id)), app)),
  user: (rows, known) =>
    eachApp(known, (app, id, place) => {
      const own = ofApp(rows, id);
      const { tokens } = sumOf(own);
      const whole = compare(`users of app ${id}`, { tokens }, { tokens: app.tokens });
      return [...whole, ...(isAllocated(known, place) ? [] : compareUsers(app, own, place))];
    }),
  model: (rows, known) =>
    eachApp(known, (app, id, place) => {
      const own = ofApp(rows, id);
      const whole = compare(`models of app ${id}`, sumOf(own), app);
      return [...whole, ...(isAllocated(known, place) ? [] : compareModels(app, own, place))];
    }),
};

/** Generations that share a minute are divided by their number, which no truth foretells. */
function isAllocated({ world }: Known, place: number): boolean {
  return world.apps[place]?.mode === 'completion';
}

function eachApp(
  { truth, appIds }: Known,
  check: (app: AppTruth, id: string, place: number) => string[],
): string[] {
  return truth.apps.flatMap((app, place) => check(app, appIds[place] ?? '', place));
}

function ofApp(rows: readonly ReceivedRecord[], id: string): readonly ReceivedRecord[] {
  return rows.filter(({ app_id: appId }) => appId === id);
}

function compareUsers(app: AppTruth, rows: readonly ReceivedRecord[], place: number): string[] {
  const byId = new Map(rows.map((row) => [row['user_id'], row]));
  const errors = [...app.users].flatMap(([number, truth]) => {
    const row = byId.get(benchId('user', place, number)) ?? {};
    return compare(
      `user ${number} of app ${place}`,
      {
        prompt: row['message_tokens'],
        completion: row['answer_tokens'],
        messages: row['message_count'],
        conversations: row['conversation_count'],
      },
      {
        prompt: truth.promptTokens,
        completion: truth.completionTokens,
        messages: truth.messages,
        conversations: truth.conversations,
      },
    );
  });
  return [...errors, ...compare(`app ${place}`, { users: rows.length }, { users: app.users.size })];
}

/** Tokens to the last one; of prices only their sum, since minutes may be divided. */
function compareModels(app: AppTruth, rows: readonly ReceivedRecord[], place: number): string[] {
  const sums = new Map<unknown, number>();
  for (const row of rows) {
    const key = `${row['user_id']} ${row['model_name']}`;
    sums.set(key, (sums.get(key) ?? 0) + Number(row['total_tokens']));
  }
  const errors = [...app.users.keys()].flatMap((number) =>
    [...MODELS].flatMap((model) => {
      const truth = app.models.get(modelKey(number, model));
      const tokens = truth === undefined ? 0 : truth.promptTokens + truth.completionTokens;
      const sent = sums.get(`${benchId('user', place, number)} ${model}`) ?? 0;
      return compare(`user ${number} on ${model} of app ${place}`, { tokens: sent }, { tokens });
    }),
  );
  return errors;
}

const MODELS = ['gpt-4o', 'gpt-4o-mini', 'deepseek-chat'] as const;

function sumOf(rows: readonly ReceivedRecord[]) {
  let tokens = 0;
  let units = 0n;
  for (const row of rows) {
    tokens += Number(row['token_count'] ?? row['total_tokens']);
    const { total_price: price } = row;
    if (typeof price === 'string') units += toUnits(price);
  }
  return { tokens, units: Number(units) };
}

function compare<Name extends string>(
  what: string,
  sent: Readonly<Record<Name, unknown>>,
  truth: Readonly<Record<NoInfer<Name>, number>>,
): string[] {
  const names = Object.keys(sent) as Name[];
  return names
    .filter((name) => sent[name] !== truth[name])
    .map((name) => `${what}: ${name} ${String(sent[name])}, and the truth is ${truth[name]}`);
}
