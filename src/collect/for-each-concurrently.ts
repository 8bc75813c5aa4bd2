/**
 * Works through an iterable with `workers` loops that pull from it, so that no more than that
 * many items are ever held. The first error ends the others after their current item.
 */
export async function forEachConcurrently<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  workers: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator =
    Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let failure: { readonly error: unknown } | undefined;

  const loop = async () => {
    while (failure === undefined) {
      try {
        const next = await iterator.next();
        if (next.done === true || failure !== undefined) return;
        await work(next.value);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, loop));
  if (failure === undefined) return;
  await iterator.return?.();
  throw failure.error;
}
