import type { AppReader } from '../dify/app-reader.ts';
import type { Conversation } from '../dify/conversations.ts';
import type { Message } from '../dify/messages.ts';
import { isWithin } from '../period/buckets.ts';
import { type CalendarDate, toCalendarDate } from '../period/calendar-date.ts';
import type { Instant } from '../period/period.ts';
import { localDate } from '../period/time-zone.ts';
import type { CacheScope } from './cache-scope.ts';
import { listLostDays } from './day-counts.ts';
import {
  CONVERSATION,
  type ConversationFact,
  DETAIL,
  detailId,
  GENERATION,
} from './message-fact-kinds.ts';
import { rememberMessages } from './remember-messages.ts';
import { SETTLED_AFTER_MS } from './settled.ts';

type CachedMessages = Pick<
  AppReader,
  'readConversations' | 'readMessages' | 'readGenerations' | 'readConversationDetail'
>;

/**
 * A conversation is read again only when it has gone on. One that Dify has deleted stays, with the
 * messages of those days that the ledger tells as it did when the conversation was there.
 */
export function cacheMessages(
  scope: CacheScope,
  ledgerReadAt: (date: CalendarDate) => Instant | undefined,
): CachedMessages {
  const { reader, facts, now, accountTimeZone, isAppDeleted } = scope;
  const messages = rememberMessages(facts, now);
  const stays = (at: Instant, missingSince: Instant) =>
    isAppDeleted || (ledgerReadAt(localDate(at, accountTimeZone)) ?? 0) < missingSince;

  return {
    async *readConversations(period, timeZone) {
      const listed = new Set<string>();
      for await (const conversation of reader.readConversations(period, timeZone)) {
        listed.add(conversation.id);
        yield conversation;
      }
      for (const fact of facts.list(CONVERSATION)) {
        const { conversation, missingSince = now } = fact;
        const { id, createdAt = 0 } = conversation;
        if (listed.has(id) || createdAt >= period.end) continue;
        if (!messages.list(id).some(({ created_at: at }) => isWithin(period, at))) continue;
        if (fact.missingSince === undefined) facts.put(CONVERSATION, { ...fact, missingSince });
        yield { ...conversation, isDeleted: true };
      }
    },

    async *readMessages(conversation, until) {
      const known = facts.find(CONVERSATION, conversation.id);
      if (known !== undefined && conversation.isDeleted) {
        const { missingSince = now } = known;
        yield* messages
          .list(conversation.id)
          .filter(({ created_at: at }) => at >= until && stays(at, missingSince));
        return;
      }
      const firstDay = toCalendarDate(until);
      const lostDays = listLostDays(
        known?.messages ?? {},
        messages.countDays(conversation.id),
      ).filter((day) => day >= firstDay);
      if (known !== undefined && isCurrent(known, conversation, until) && lostDays.length === 0) {
        yield* messages.list(conversation.id).filter(({ created_at: at }) => at >= until);
        return;
      }
      const fresh: Message[] = [];
      for await (const message of reader.readMessages(conversation, until)) {
        fresh.push(message);
        yield message;
      }
      const { updatedAt } = conversation;
      if (updatedAt === undefined) return;
      messages.replace(conversation.id, until, fresh);
      // What was lost of the first day may be older than what was read again.
      const older = known === undefined || lostDays.includes(firstDay) ? undefined : known;
      const olderDays = Object.entries(older?.messages ?? {}).filter(([day]) => day < firstDay);
      const days = Object.entries(messages.countDays(conversation.id));
      facts.put(CONVERSATION, {
        readAt: now,
        until: Math.min(until, older?.until ?? until),
        conversation: { ...conversation, updatedAt },
        messages: Object.fromEntries([...olderDays, ...days.filter(([day]) => day >= firstDay)]),
      });
      // Nor is the fact itself looked up again: it was not known before.
      if (known === undefined) messages.forget(conversation.id);
    },

    async *readGenerations(period, timeZone) {
      const listed = new Set<string>();
      for await (const generation of reader.readGenerations(period, timeZone)) {
        listed.add(generation.id);
        if (facts.find(GENERATION, generation.id) === undefined) {
          facts.put(GENERATION, { readAt: now, generation });
        }
        yield generation;
      }
      for (const fact of facts.list(GENERATION)) {
        const { generation, missingSince = now } = fact;
        const { id, createdAt } = generation;
        if (listed.has(id) || !isWithin(period, createdAt)) continue;
        if (fact.missingSince === undefined) facts.put(GENERATION, { ...fact, missingSince });
        if (stays(createdAt, missingSince)) yield generation;
      }
    },

    async readConversationDetail(kind, conversation) {
      const { id } = conversation;
      const known = facts.find(DETAIL, detailId(kind, id));
      if (known !== undefined) return known.detail;

      const detail = await reader.readConversationDetail(kind, conversation);
      const writtenAt = detail?.message?.createdAt ?? now;
      const isFinal = kind === 'chat' || now - writtenAt >= SETTLED_AFTER_MS;
      if (detail !== undefined && isFinal) facts.put(DETAIL, { readAt: now, kind, id, detail });
      return detail;
    },
  };
}

function isCurrent(
  { readAt, until: knownUntil, conversation: known }: ConversationFact,
  { updatedAt, messageCount }: Conversation,
  until: Instant,
): boolean {
  return (
    knownUntil <= until &&
    updatedAt === known.updatedAt &&
    messageCount === known.messageCount &&
    readAt - known.updatedAt >= SETTLED_AFTER_MS
  );
}
