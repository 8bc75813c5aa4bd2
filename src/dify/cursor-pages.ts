import { message } from '../language/message.ts';
import type { Instant } from '../period/period.ts';
import { DifyError } from './dify-error.ts';

export type CursorPage<Item> = {
  readonly items: readonly Item[];
  readonly hasMore: boolean;
  /** Why the item after these cannot be had. */
  readonly failure?: Error;
};

export type CursorList<Item> = {
  readonly host: string;
  readonly endpoint: string;
  readonly idOf: (item: Item) => string;
  readonly createdAtOf: (item: Item) => Instant;
  /** Items newest first; `cursor` is the id of an item, and older ones are wanted. */
  readonly fetchPage: (cursor: string | undefined) => Promise<CursorPage<Item>>;
  /** Reading stops at the first page that goes back beyond it. */
  readonly until: Instant;
};

/**
 * Reads a cursor-paged list, newest first, down to `until`. Each item comes once.
 *
 * Dify's cursor means strictly older, so that items of the border's second get lost
 * (usage-data C.1, E.1). The cursor is therefore the last item that is newer than the
 * page's oldest second: that second is read twice, and nothing is missed.
 */
export async function* readCursorPages<Item>(list: CursorList<Item>): AsyncGenerator<Item> {
  const seen = new Set<string>();
  let cursor: string | undefined;
  for (;;) {
    const { items, hasMore, failure } = await list.fetchPage(cursor);
    let fresh = 0;
    for (const item of items) {
      if (seen.has(list.idOf(item))) continue;
      seen.add(list.idOf(item));
      fresh += 1;
      yield item;
    }
    const oldest = items.at(-1);
    if (oldest !== undefined && list.createdAtOf(oldest) < list.until) return;
    if (failure !== undefined) throw failure;
    if (!hasMore || oldest === undefined) return;
    // LogStore ignores the cursor and would give its first page for ever (usage-data E.1).
    if (fresh === 0) throw cursorIgnored(list.host, list.endpoint);

    const newer = items.findLast((item) => list.createdAtOf(item) > list.createdAtOf(oldest));
    cursor = list.idOf(newer === undefined || list.idOf(newer) === cursor ? oldest : newer);
  }
}

function cursorIgnored(host: string, endpoint: string): DifyError {
  return new DifyError('contract', message('reading_cursor_ignored', { host, endpoint }), {
    host,
    endpoint,
  });
}
