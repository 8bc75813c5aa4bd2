/**
 * Ten pages of Dify's lists: enough for the second reading of a list, which brings nothing new, to
 * be over before the workers are idle. A row of a list is small, what is read of it is not.
 */
const READ_AHEAD = 1000;

/**
 * Works through an iterable with `workers` loops. The source is read ahead, so that its next pages
 * are on their way while the workers are busy; never are more than `READ_AHEAD` items held that nobody
 * has begun. The first error ends the others after their current item.
 */
export async function forEachConcurrently<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  workers: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator =
    Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const ready: { readonly item: Item }[] = [];
  const room = createQueue();
  const supply = createQueue();
  let hasEnded = false;
  let failure: { readonly error: unknown } | undefined;
  const stop = (error: unknown) => {
    failure ??= { error };
    room.wakeAll();
    supply.wakeAll();
  };

  const read = async () => {
    try {
      while (failure === undefined) {
        if (ready.length === READ_AHEAD) {
          await room.wait();
          continue;
        }
        const next = await iterator.next();
        if (next.done === true) break;
        ready.push({ item: next.value });
        supply.wakeOne();
      }
    } catch (error) {
      stop(error);
    }
    hasEnded = true;
    supply.wakeAll();
  };

  const loop = async () => {
    while (failure === undefined) {
      const next = ready.shift();
      if (next === undefined && hasEnded) return;
      if (next === undefined) {
        await supply.wait();
        continue;
      }
      room.wakeAll();
      try {
        await work(next.item);
      } catch (error) {
        stop(error);
      }
    }
  };

  await Promise.all([read(), ...Array.from({ length: workers }, loop)]);
  if (failure === undefined) return;
  await iterator.return?.();
  throw failure.error;
}

/** Those who wait, first come, first served. */
function createQueue() {
  const waiting: (() => void)[] = [];
  return {
    wait: () => new Promise<void>((resolve) => waiting.push(resolve)),
    wakeOne: () => waiting.shift()?.(),
    wakeAll: () => {
      for (const wake of waiting.splice(0)) wake();
    },
  };
}
