/** Those that meet a condition, looked for anew each time, so that nobody holds them all. */
export function where<Item>(items: Iterable<Item>, meets: (item: Item) => boolean): Iterable<Item> {
  return {
    *[Symbol.iterator]() {
      for (const item of items) if (meets(item)) yield item;
    },
  };
}
