/** Whether one of the items meets a condition, without holding them all. */
export function hasAny<Item>(items: Iterable<Item>, meets: (item: Item) => boolean): boolean {
  for (const item of items) if (meets(item)) return true;
  return false;
}
