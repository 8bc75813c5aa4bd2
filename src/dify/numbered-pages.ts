import { DifyError } from './dify-error.ts';

export type NumberedPage<Item> = {
  readonly items: readonly Item[];
  readonly total: number;
  readonly hasMore: boolean;
};

export type NumberedList<Item> = {
  readonly host: string;
  readonly endpoint: string;
  readonly idOf: (item: Item) => string;
  readonly fetchPage: (page: number, limit: number) => Promise<NumberedPage<Item>>;
  /** The first page where it is already known. */
  readonly firstPage?: NumberedPage<Item>;
};

/**
 * Page sizes of successive passes. Dify orders equal times at random and by page
 * size, so another size puts the page borders, where rows get lost, elsewhere.
 */
const LIMITS = [100, 97, 89, 83, 79] as const;
const MAX_PAGE = 99_999;

/**
 * Reads an offset-paged list until it is proven complete: the total did not shrink while
 * paging and as many different ids were seen (usage-data G.3). Each item comes once.
 */
export async function* readNumberedPages<Item>(list: NumberedList<Item>): AsyncGenerator<Item> {
  const seen = new Set<string>();
  for (const [pass, limit] of LIMITS.entries()) {
    const inThisPass = new Set<string>();
    let total = 0;
    let hasShrunk = false;

    for (let page = 1; page <= MAX_PAGE; page += 1) {
      const known = pass === 0 && page === 1 ? list.firstPage : undefined;
      const { items, ...rest } = known ?? (await list.fetchPage(page, limit));
      hasShrunk ||= rest.total < total;
      total = rest.total;
      for (const item of items) {
        const id = list.idOf(item);
        inThisPass.add(id);
        if (seen.has(id)) continue;
        seen.add(id);
        yield item;
      }
      if (!rest.hasMore || items.length === 0) break;
    }
    if (!hasShrunk && (inThisPass.size === total || seen.size === total)) return;
  }
  throw new DifyError(
    'unavailable',
    `${list.host} changed ${list.endpoint} under every one of ${LIMITS.length} readings: its total and its items never agreed`,
    { host: list.host, endpoint: list.endpoint },
  );
}
