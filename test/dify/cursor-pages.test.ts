import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CursorList, readCursorPages } from '../../src/dify/cursor-pages.ts';

type Item = { readonly id: string; readonly exactMs: number };

const secondOf = (ms: number) => Math.floor(ms / 1000) * 1000;

/**
 * A list as Dify pages it: newest first, strictly older than the cursor. What is compared is the
 * exact time (runs) or, with `wholeSeconds`, the second (messages).
 */
function cursorList(
  items: readonly Item[],
  { pageSize = 5, wholeSeconds = false, until = 0 } = {},
) {
  const cursors: (string | undefined)[] = [];
  const timeOf = ({ exactMs }: Item) => (wholeSeconds ? secondOf(exactMs) : exactMs);
  const sorted = items.toSorted((a, b) => timeOf(b) - timeOf(a));
  const list: CursorList<Item> = {
    host: 'dify.example.com',
    endpoint: 'GET /runs',
    idOf: ({ id }) => id,
    createdAtOf: ({ exactMs }) => secondOf(exactMs),
    until,
    async fetchPage(cursor) {
      cursors.push(cursor);
      const last = sorted.find(({ id }) => id === cursor);
      const older = last ? sorted.filter((item) => timeOf(item) < timeOf(last)) : sorted;
      return { items: older.slice(0, pageSize), hasMore: older.length > pageSize };
    },
  };
  return { list, cursors };
}

async function idsOf(list: CursorList<Item>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of readCursorPages(list)) ids.push(id);
  return ids;
}

const itemsAt = (...times: readonly number[]): Item[] =>
  times.map((exactMs, index) => ({ id: `item-${index}`, exactMs }));

describe('readCursorPages', () => {
  it('reads one page with one request', async () => {
    const { list, cursors } = cursorList(itemsAt(3000, 2000, 1000));

    expect(await idsOf(list)).toEqual(['item-0', 'item-1', 'item-2']);
    expect(cursors).toEqual([undefined]);
  });

  it('reads nothing from an empty list', async () => {
    expect(await idsOf(cursorList([]).list)).toEqual([]);
  });

  it('reads the second at a page border twice, and gives each item once', async () => {
    const times = [9000, 8000, 7000, 6000, 5000, 5000, 5000, 4000];
    const { list, cursors } = cursorList(itemsAt(...times), { wholeSeconds: true });

    expect(await idsOf(list)).toEqual(times.map((_, index) => `item-${index}`));
    expect(cursors).toEqual([undefined, 'item-3']);
  });

  it('goes on through a second that fills whole pages', async () => {
    const times = Array.from({ length: 23 }, (_, index) => 5999 - index);
    const { list } = cursorList(itemsAt(7000, 6000, ...times, 4000));

    expect(await idsOf(list)).toHaveLength(26);
  });

  it('stops at the first page that goes back beyond the time wanted', async () => {
    const times = Array.from({ length: 50 }, (_, index) => 100_000 - index * 1000);
    const { list, cursors } = cursorList(itemsAt(...times), { until: 94_000 });

    expect(await idsOf(list)).toContain('item-6');
    expect(cursors).toHaveLength(2);
  });

  it('reads the whole second in which the time wanted lies', async () => {
    const times = [9000, 8000, 7000, 6000, 5000, 5000, 5000, 4000, 3000];
    const { list } = cursorList(itemsAt(...times), { wholeSeconds: true, until: 5000 });

    expect(await idsOf(list)).toEqual(expect.arrayContaining(['item-4', 'item-5', 'item-6']));
  });

  it('ends with an error where the cursor is ignored', async () => {
    const { list } = cursorList(itemsAt(9000, 8000, 7000, 6000, 5000, 4000));
    let pages = 0;
    const fetchPage = () => {
      pages += 1;
      return list.fetchPage(undefined);
    };

    await expect(idsOf({ ...list, fetchPage })).rejects.toMatchObject({
      problem: 'contract',
      message: expect.stringContaining('its run storage ignores the cursor'),
    });
    expect(pages).toBe(2);
  });

  it('gives the items before one that cannot be shown, then its error', async () => {
    const { list } = cursorList(itemsAt(9000, 8000, 7000));
    const failure = new Error('The next one is broken');
    const fetchPage = async () => ({ ...(await list.fetchPage(undefined)), failure });
    const ids: string[] = [];

    const reading = async () => {
      for await (const { id } of readCursorPages({ ...list, fetchPage })) ids.push(id);
    };

    await expect(reading()).rejects.toBe(failure);
    expect(ids).toEqual(['item-0', 'item-1', 'item-2']);
  });

  it('does not mind an item that cannot be shown beyond the time wanted', async () => {
    const { list } = cursorList(itemsAt(9000, 8000, 7000), { until: 7500 });
    const failure = new Error('The next one is broken');
    const fetchPage = async () => ({ ...(await list.fetchPage(undefined)), failure });

    expect(await idsOf({ ...list, fetchPage })).toHaveLength(3);
  });

  it.each([false, true])(
    'gives every item of the time wanted exactly once (whole seconds: %s)',
    async (wholeSeconds) => {
      const items = fc
        .array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 80 })
        .map((times) => itemsAt(...new Set(times)));
      await fc.assert(
        fc.asyncProperty(items, fc.integer({ min: 0, max: 60_000 }), async (given, until) => {
          // A second of more messages than a page holds cannot be paged through.
          const seconds = new Map<number, number>();
          for (const { exactMs } of given) {
            const second = secondOf(exactMs);
            seconds.set(second, (seconds.get(second) ?? 0) + 1);
          }
          fc.pre(!wholeSeconds || [...seconds.values()].every((count) => count < 8));

          const { list } = cursorList(given, { pageSize: 8, wholeSeconds, until });
          const ids = await idsOf(list);

          const wanted = given.filter(({ exactMs }) => secondOf(exactMs) >= until);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids).toEqual(expect.arrayContaining(wanted.map(({ id }) => id)));
        }),
        { numRuns: 300 },
      );
    },
  );
});
