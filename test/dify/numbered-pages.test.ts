import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNumberedPages } from '../../src/dify/numbered-pages.ts';

type Item = { readonly id: string; readonly time: number };
type Change = (items: Item[]) => void;

/**
 * A list as Dify pages it: by offset, sorted by time, equal times in an order that changes with
 * the page size. `changes` happen one by one, each after a page was read.
 */
function pagedList(items: readonly Item[], changes: readonly Change[] = []) {
  const current = [...items];
  const pending = [...changes];
  const pages: string[] = [];
  const list = {
    host: 'dify.example.com',
    endpoint: 'GET /apps',
    idOf: ({ id }: Item) => id,
    async fetchPage(page: number, limit: number) {
      pages.push(`${page}/${limit}`);
      const sorted = current.toSorted(
        (a, b) => a.time - b.time || orderOf(a, limit) - orderOf(b, limit),
      );
      const start = (page - 1) * limit;
      const result = {
        items: sorted.slice(start, start + limit),
        total: sorted.length,
        hasMore: start + limit < sorted.length,
      };
      pending.shift()?.(current);
      return result;
    },
  };
  return { list, pages };
}

/** Pseudo-random, but always the same for an item and a page size. */
function orderOf({ id }: Item, limit: number): number {
  let hash = limit;
  for (const character of id) hash = (hash * 31 + character.charCodeAt(0)) % 100_003;
  return (hash * 7919) % 100_003;
}

const itemsOf = (count: number): Item[] =>
  Array.from({ length: count }, (_, index) => ({ id: `item-${index}`, time: index }));

async function idsOf(list: ReturnType<typeof pagedList>['list']): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of readNumberedPages(list)) ids.push(id);
  return ids;
}

const remove = (index: number) => (items: Item[]) => {
  items.splice(index, 1);
};
const append = (id: string) => (items: Item[]) => {
  items.push({ id, time: 1e9 });
};

describe('readNumberedPages', () => {
  it('reads an empty list with one request', async () => {
    const { list, pages } = pagedList([]);

    expect(await idsOf(list)).toEqual([]);
    expect(pages).toEqual(['1/100']);
  });

  it('reads a list of one page with one request', async () => {
    const { list, pages } = pagedList(itemsOf(100));

    expect(await idsOf(list)).toHaveLength(100);
    expect(pages).toEqual(['1/100']);
  });

  it('proves a longer list by reading it twice, with other page borders', async () => {
    const { list, pages } = pagedList(itemsOf(201));

    expect(new Set(await idsOf(list))).toEqual(new Set(itemsOf(201).map(({ id }) => id)));
    expect(pages).toEqual(['1/100', '2/100', '3/100', '1/97', '2/97', '3/97']);
  });

  it('begins with a page that is known', async () => {
    const { list, pages } = pagedList(itemsOf(120));
    const firstPage = await list.fetchPage(1, 100);

    const ids: string[] = [];
    for await (const { id } of readNumberedPages({ ...list, firstPage })) ids.push(id);

    expect(new Set(ids).size).toBe(120);
    expect(pages.slice(0, 2)).toEqual(['1/100', '2/100']);
  });

  it('finds what slipped over a page border when something was deleted', async () => {
    const { list } = pagedList(itemsOf(150), [remove(0)]);

    expect(await idsOf(list)).toContain('item-100');
  });

  it('finds what slipped over a page border when something else came in its place', async () => {
    const replace: Change = (items) => {
      remove(0)(items);
      append('newcomer')(items);
    };
    const { list } = pagedList(itemsOf(150), [replace]);

    expect(await idsOf(list)).toContain('item-100');
  });

  it('finds what slipped over a page border when an item moved to the end', async () => {
    const { list } = pagedList(itemsOf(150), [
      (items) => {
        remove(3)(items);
        append('item-3')(items);
      },
    ]);

    const ids = await idsOf(list);

    expect(ids).toContain('item-100');
    expect(ids).toHaveLength(150);
  });

  it('ends with an error when the list changes under every reading', async () => {
    const restless = Array.from({ length: 60 }, (_, index) => (items: Item[]) => {
      remove(0)(items);
      append(`newcomer-${index}`)(items);
    });
    const { list } = pagedList(itemsOf(150), restless);

    await expect(idsOf(list)).rejects.toMatchObject({
      name: 'DifyError',
      problem: 'unavailable',
      remedy: 'time',
      message: expect.stringContaining('dify.example.com changed GET /apps under every one of'),
    });
  });

  it('does not ask for ever when the server says that there is always more', async () => {
    const list = {
      ...pagedList([]).list,
      fetchPage: async () => ({ items: [], total: 7, hasMore: true }),
    };

    await expect(idsOf(list)).rejects.toMatchObject({ problem: 'unavailable' });
  });

  it('does not read a page for ever that comes again and again', async () => {
    const { list, pages } = pagedList(itemsOf(3));
    const fetchPage = async (page: number, limit: number) => ({
      ...(await list.fetchPage(1, limit)),
      hasMore: page < 5000,
    });

    expect(await idsOf({ ...list, fetchPage })).toEqual(['item-0', 'item-1', 'item-2']);
    expect(pages.length).toBeLessThan(10);
  });

  it('gives every item that stays exactly once, or fails', async () => {
    const change = fc.oneof(
      fc.nat({ max: 400 }).map((index): Change => remove(index)),
      fc.tuple(fc.uuid(), fc.integer({ min: 0, max: 400 })).map(
        ([id, time]): Change =>
          (items) =>
            void items.push({ id, time }),
      ),
      fc.tuple(fc.nat({ max: 400 }), fc.integer({ min: 0, max: 400 })).map(
        ([index, time]): Change =>
          (items) => {
            const [moved] = items.splice(index, 1);
            if (moved !== undefined) items.push({ ...moved, time });
          },
      ),
      fc.tuple(fc.nat({ max: 120 }), fc.uuid()).map(
        ([index, id]): Change =>
          (items) => {
            items.splice(index, 1);
            items.push({ id, time: 1000 });
          },
      ),
    );
    const changes = fc.array(fc.option(change, { freq: 3 }), { maxLength: 8 });
    const times = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 90, maxLength: 260 });
    let failures = 0;
    let runs = 0;

    await fc.assert(
      fc.asyncProperty(times, changes, async (given, wanted) => {
        const items = given.map((time, index) => ({ id: `item-${index}`, time }));
        const staying = new Set(items.map(({ id }) => id));
        const steps = wanted.map(
          (step): Change =>
            (current) => {
              step?.(current);
              const now = new Set(current.map(({ id }) => id));
              for (const id of staying) if (!now.has(id)) staying.delete(id);
            },
        );
        runs += 1;
        try {
          const ids = await idsOf(pagedList(items, steps).list);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids).toEqual(expect.arrayContaining([...staying]));
        } catch (error) {
          expect(error).toMatchObject({ name: 'DifyError', problem: 'unavailable' });
          failures += 1;
        }
      }),
      { numRuns: 300 },
    );
    expect(failures).toBeLessThan(runs / 4);
  });
});
