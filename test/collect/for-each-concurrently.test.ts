import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forEachConcurrently } from '../../src/collect/for-each-concurrently.ts';

describe('forEachConcurrently', () => {
  it.each([
    ['a list', [1, 2, 3, 4, 5]],
    ['a generator', numbers(5)],
  ])('works on every item of %s once', async (_what, items) => {
    const done: number[] = [];
    await forEachConcurrently(items, 2, async (item) => {
      await tick();
      done.push(item);
    });

    expect(done).toEqual([1, 2, 3, 4, 5]);
  });

  it('has nothing to do without items', async () => {
    await expect(
      forEachConcurrently([], 3, () => Promise.reject(new Error('called'))),
    ).resolves.toBe(undefined);
  });

  it('works on as many items at once as there are workers, and never on more', async () => {
    let active = 0;
    let most = 0;
    await forEachConcurrently(numbers(20), 3, async () => {
      active += 1;
      most = Math.max(most, active);
      await tick();
      active -= 1;
    });

    expect(most).toBe(3);
  });

  it('reads its source ahead, by no more than ten pages', async () => {
    let pulled = 0;
    let begun = 0;
    let ahead = 0;
    await forEachConcurrently(
      numbers(3000, () => {
        pulled += 1;
        ahead = Math.max(ahead, pulled - begun);
      }),
      3,
      async () => {
        begun += 1;
        await tick();
      },
    );

    expect(pulled).toBe(3000);
    expect(ahead).toBe(1000);
  });

  it('asks for the next page while the workers are busy with this one', async () => {
    const events: string[] = [];
    async function* pages() {
      for (const page of [1, 2]) {
        events.push(`ask for page ${page}`);
        await tick();
        yield page;
      }
    }
    await forEachConcurrently(pages(), 1, async (page) => {
      for (let turn = 0; turn < 3; turn += 1) await tick();
      events.push(`done with page ${page}`);
    });

    expect(events).toEqual([
      'ask for page 1',
      'ask for page 2',
      'done with page 1',
      'done with page 2',
    ]);
  });

  it('works on the last items although its source then goes on without any', async () => {
    const done: number[] = [];
    async function* proving() {
      yield* [1, 2, 3];
      for (let turn = 0; turn < 20; turn += 1) await tick();
      expect(done).toEqual([1, 2, 3]);
    }
    await forEachConcurrently(proving(), 2, async (item) => {
      await tick();
      done.push(item);
    });

    expect(done).toEqual([1, 2, 3]);
  });

  it('throws the first error and begins nothing new after it', async () => {
    const begun: number[] = [];
    const work = async (item: number) => {
      begun.push(item);
      await tick();
      if (item === 2) throw new Error('second');
      await tick();
    };

    await expect(forEachConcurrently(numbers(20), 3, work)).rejects.toThrow('second');
    expect(begun).toEqual([1, 2, 3]);
  });

  it('lets the others end their item before it throws', async () => {
    const ended: number[] = [];
    const work = async (item: number) => {
      await tick();
      if (item === 1) throw new Error('first');
      for (let turn = 0; turn < 5; turn += 1) await tick();
      ended.push(item);
    };

    await expect(forEachConcurrently([1, 2, 3], 3, work)).rejects.toThrow('first');
    expect(ended).toEqual([2, 3]);
  });

  it('does not work on an item that arrives after the error', async () => {
    const worked: number[] = [];
    async function* slow() {
      yield 1;
      for (let turn = 0; turn < 5; turn += 1) await tick();
      yield 2;
    }
    const work = (item: number) => {
      worked.push(item);
      return Promise.reject(new Error('first'));
    };

    await expect(forEachConcurrently(slow(), 2, work)).rejects.toThrow('first');
    expect(worked).toEqual([1]);
  });

  it('throws the first of two errors', async () => {
    const work = async (item: number) => {
      if (item === 1) await tick();
      throw new Error(`error ${item}`);
    };

    await expect(forEachConcurrently([1, 2], 2, work)).rejects.toThrow('error 2');
  });

  it('throws what the source throws, after the items before it', async () => {
    const worked: number[] = [];
    async function* broken() {
      yield 1;
      throw new Error('page 2 failed');
    }
    const work = async (item: number) => void worked.push(item);

    await expect(forEachConcurrently(broken(), 2, work)).rejects.toThrow('page 2 failed');
    expect(worked).toEqual([1]);
  });

  it('throws even an undefined error', async () => {
    const failing = forEachConcurrently([1], 1, () => Promise.reject(undefined));

    await expect(
      failing.then(
        () => 'ended',
        () => 'threw',
      ),
    ).resolves.toBe('threw');
  });

  it('closes its source after an error', async () => {
    let isClosed = false;
    async function* source() {
      try {
        for (let item = 1; ; item += 1) yield item;
      } finally {
        isClosed = true;
      }
    }

    await expect(
      forEachConcurrently(source(), 2, () => Promise.reject(new Error('first'))),
    ).rejects.toThrow('first');
    expect(isClosed).toBe(true);
  });

  it('works on each item once with any number of workers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 3 }), { maxLength: 15 }),
        fc.integer({ min: 1, max: 5 }),
        async (waits, workers) => {
          const done: number[] = [];
          await forEachConcurrently(waits.entries(), workers, async ([index, wait]) => {
            for (let turn = 0; turn < wait; turn += 1) await tick();
            done.push(index);
          });
          expect(done.sort((left, right) => left - right)).toEqual([...waits.keys()]);
        },
      ),
      { numRuns: 50 },
    );
  });
});

async function* numbers(count: number, onPull: () => void = () => undefined) {
  for (let item = 1; item <= count; item += 1) {
    onPull();
    yield item;
  }
}

function tick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
