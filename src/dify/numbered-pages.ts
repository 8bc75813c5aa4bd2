import * as v from 'valibot';
import { message } from '../language/message.ts';
import { DifyError } from './dify-error.ts';
import { CountSchema } from './wire.ts';

export type NumberedPage<Item> = {
  readonly items: readonly Item[];
  readonly total: number;
  readonly hasMore: boolean;
};

/** A page as Dify sends it, of items of any list. */
export function numberedPageSchema<const Item extends v.GenericSchema>(item: Item) {
  return v.pipe(
    v.object({ total: CountSchema, has_more: v.boolean(), data: v.array(item) }),
    v.transform(({ data, total, has_more }) => ({ items: data, total, hasMore: has_more })),
  );
}

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
const LIMITS = [100, 97, 89, 83, 79, 73, 71] as const;
const MAX_PAGE = 99_999;

/**
 * Reads an offset-paged list until it is proven complete. Each item comes once.
 *
 * As many different ids as the total says are not yet a proof: where one row was deleted and
 * another added between two pages, the row that slipped over the border is missing and a
 * deleted one is counted in its place. So every id of a list that is longer than a page has to
 * be seen again; a deleted one never is (usage-data G.3).
 */
export async function* readNumberedPages<Item>(list: NumberedList<Item>): AsyncGenerator<Item> {
  const seen = new Set<string>();
  let unproven: Set<string> | undefined;
  for (const [pass, limit] of LIMITS.entries()) {
    const inThisPass = new Set<string>();
    let total = 0;
    let pages = 0;

    while (pages < MAX_PAGE) {
      pages += 1;
      const known = pass === 0 && pages === 1 ? list.firstPage : undefined;
      const { items, hasMore, ...rest } = known ?? (await list.fetchPage(pages, limit));
      total = rest.total;
      const knownBefore = inThisPass.size;
      for (const item of items) {
        const id = list.idOf(item);
        inThisPass.add(id);
        unproven?.delete(id);
        if (seen.has(id)) continue;
        seen.add(id);
        yield item;
      }
      // An empty page, or one that repeats the others and would go on doing so for ever.
      if (!hasMore || inThisPass.size === knownBefore) break;
    }
    const isWhole = inThisPass.size === total;
    if (unproven?.size === 0 || (isWhole && pages === 1)) return;
    if (isWhole) unproven = inThisPass;
    else if (seen.size === total) unproven ??= new Set(seen);
  }
  const { host, endpoint } = list;
  throw new DifyError(
    'unavailable',
    message('reading_changed', { host, endpoint, count: LIMITS.length }),
    { host, endpoint },
  );
}
