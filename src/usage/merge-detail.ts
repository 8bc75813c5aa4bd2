import { addModelUsage } from './add-model-usage.ts';
import type { AppDetail, DetailNote, ModelUsage, UserUsage } from './app-detail.ts';
import type { DividedBlock, DividedUsage } from './divide-block.ts';
import { type LedgerCall, userKey } from './ledger-call.ts';

/** The parts of a block by user, model and certainty, and its notes by cause: as few as there are pairs. */
export function mergeBlock({ parts, notes }: DividedBlock): DividedBlock {
  const keyOf = (part: DividedUsage) => JSON.stringify([partKey(part), part.hasExactTokens]);
  return { parts: [...sumParts(parts, keyOf).values()], notes: mergeNotes(notes) };
}

/** Sums the parts of an app per bucket, user, model and certainty; counts messages per user. */
export function mergeDetail(
  parts: readonly DividedUsage[],
  calls: Iterable<LedgerCall>,
  notes: readonly DetailNote[],
  withModels: boolean,
): AppDetail {
  return {
    users: mergeUsers(parts, calls),
    models: withModels ? mergeModels(parts) : [],
    notes: mergeNotes(notes),
  };
}

function mergeUsers(parts: readonly DividedUsage[], calls: Iterable<LedgerCall>): UserUsage[] {
  const users = new Map<string, UserUsage>();
  const conversations = new Map<string, Set<string>>();
  const find = ({ bucket, user }: Pick<UserUsage, 'bucket' | 'user'>) => {
    const key = JSON.stringify([bucket, userKey(user)]);
    const known = users.get(key) ?? {
      bucket,
      user,
      promptTokens: 0,
      completionTokens: 0,
      allocatedTokens: 0,
      messages: 0,
      conversations: 0,
    };
    return { key, known };
  };

  for (const part of parts) {
    const tokens = part.promptTokens + part.completionTokens;
    if (tokens === 0) continue;
    const { key, known } = find(part);
    users.set(key, {
      ...known,
      promptTokens: known.promptTokens + part.promptTokens,
      completionTokens: known.completionTokens + part.completionTokens,
      allocatedTokens: known.allocatedTokens + (part.hasExactTokens ? 0 : tokens),
    });
  }
  for (const call of calls) {
    if (call.user === undefined) continue;
    const { key, known } = find(call);
    const ids = conversations.get(key) ?? new Set();
    conversations.set(key, ids.add(call.conversationId));
    users.set(key, { ...known, messages: known.messages + 1, conversations: ids.size });
  }
  return sortByKey(users);
}

function mergeModels(parts: readonly DividedUsage[]): ModelUsage[] {
  const models = parts.map(({ hasExactTokens: _, ...part }): ModelUsage => part);
  return sortByKey(sumParts(models, partKey));
}

function sumParts<Part extends ModelUsage>(
  parts: readonly Part[],
  keyOf: (part: Part) => string,
): Map<string, Part> {
  const sums = new Map<string, Part>();
  for (const part of parts) {
    const key = keyOf(part);
    const known = sums.get(key);
    sums.set(key, known === undefined ? part : addModelUsage(known, part));
  }
  return sums;
}

export function partKey({
  bucket,
  user,
  provider = '',
  model = '',
  certainty,
}: ModelUsage): string {
  return JSON.stringify([bucket, userKey(user), provider, model, certainty]);
}

function mergeNotes(notes: readonly DetailNote[]): DetailNote[] {
  const merged = new Map<string, DetailNote>();
  for (const note of notes) {
    const key = JSON.stringify([note.bucket, note.cause]);
    const known = merged.get(key) ?? { ...note, tokens: 0, units: 0n };
    merged.set(key, {
      ...known,
      tokens: known.tokens + note.tokens,
      units: known.units + note.units,
    });
  }
  return sortByKey(merged);
}

function sortByKey<Value>(map: ReadonlyMap<string, Value>): Value[] {
  return [...map].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, value]) => value);
}
