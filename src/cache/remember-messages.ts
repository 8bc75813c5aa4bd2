import type { Message } from '../dify/messages.ts';
import type { Instant } from '../period/period.ts';
import type { AppFacts } from './app-facts.ts';
import { countByDay, type DayCounts } from './day-counts.ts';
import { MESSAGE, type MessageFact } from './message-fact-kinds.ts';

type RememberedMessages = {
  /** Newest first. */
  list(conversationId: string): Message[];
  countDays(conversationId: string): DayCounts;
  /** What was read of a conversation from `until` on takes the place of what was known of it. */
  replace(conversationId: string, until: Instant, fresh: readonly Message[]): void;
  /** Spares the memory, when nobody will ask for this conversation again in this run. */
  forget(conversationId: string): void;
};

/** The messages of an app, each kept once, in the segment of its own day; only what is new is written. */
export function rememberMessages(facts: AppFacts, now: Instant): RememberedMessages {
  let known: Map<string, Map<string, MessageFact>> | undefined;
  const factsOf = (conversationId: string) => {
    known ??= groupByConversation(facts.list(MESSAGE));
    const own = known.get(conversationId) ?? new Map<string, MessageFact>();
    known.set(conversationId, own);
    return own;
  };

  const present = (conversationId: string) =>
    [...factsOf(conversationId).values()]
      .filter(({ isGone }) => isGone !== true)
      .map(({ message }) => message);

  return {
    list: (conversationId) =>
      present(conversationId).sort((one, other) => other.created_at - one.created_at),

    countDays: (conversationId) =>
      countByDay(present(conversationId).map(({ created_at: at }) => at)),

    forget: (conversationId) => known?.delete(conversationId),

    replace(conversationId, until, fresh) {
      const own = factsOf(conversationId);
      const put = (fact: MessageFact) => {
        own.set(fact.message.id, fact);
        facts.put(MESSAGE, fact);
      };
      for (const message of fresh) {
        const before = own.get(message.id);
        const isKnown = before?.isGone !== true && isSame(before?.message, message);
        if (!isKnown) put({ readAt: now, conversationId, message });
      }
      const listed = new Set(fresh.map(({ id }) => id));
      for (const before of [...own.values()]) {
        const { id, created_at: at } = before.message;
        if (at >= until && !listed.has(id) && before.isGone !== true) {
          put({ ...before, readAt: now, isGone: true });
        }
      }
    },
  };
}

function groupByConversation(facts: readonly MessageFact[]) {
  const groups = new Map<string, Map<string, MessageFact>>();
  for (const fact of facts) {
    const own = groups.get(fact.conversationId) ?? new Map<string, MessageFact>();
    groups.set(fact.conversationId, own.set(fact.message.id, fact));
  }
  return groups;
}

function isSame(before: Message | undefined, message: Message): boolean {
  return (
    before !== undefined &&
    before.created_at === message.created_at &&
    (before.workflow_run_id ?? undefined) === (message.workflow_run_id ?? undefined) &&
    (before.message_tokens ?? undefined) === (message.message_tokens ?? undefined) &&
    (before.answer_tokens ?? undefined) === (message.answer_tokens ?? undefined)
  );
}
