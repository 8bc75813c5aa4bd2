import type { AppReader } from '../dify/app-reader.ts';
import type { CacheScope } from './cache-scope.ts';
import { cacheMessages } from './cached-messages.ts';
import { cacheRuns } from './cached-runs.ts';
import { cacheStatistics } from './cached-statistics.ts';

/**
 * Answers from what earlier runs have read as far as that is final, and asks Dify for the rest.
 * Lists are always asked for: they say what is new, what has moved and what is gone.
 */
export function cacheReader(scope: CacheScope): AppReader {
  const { ledgerReadAt, ...statistics } = cacheStatistics(scope);
  return {
    ...scope.reader,
    ...cacheRuns(scope),
    ...statistics,
    ...cacheMessages(scope, ledgerReadAt),
  };
}

/** Dify's side of an app that it does not have any more. */
export function askNobody(host: string): AppReader {
  return {
    host,
    readStatistics: async () => undefined,
    readLoggedRuns: listNothing,
    readAppRuns: listNothing,
    readRun: async () => undefined,
    readRunUsage: async () => undefined,
    listLostRuns: async () => [],
    readConversations: listNothing,
    readMessages: listNothing,
    readGenerations: listNothing,
    readConversationDetail: async () => undefined,
  };
}

async function* listNothing(): AsyncGenerator<never> {
  yield* [];
}
