import { expect, it } from 'vitest';
import { saveNews } from '../../src/collect/open-reader.ts';
import { cachedRecord } from '../support/cache.ts';
import { app } from '../support/usage.ts';

it('keeps the app at hand when the run is told to stop, and no other', async () => {
  const saved: string[] = [];
  let isStopped = false;
  const store = {
    listNewest: async () => [],
    listDays: async () => [],
    readDay: async () => [],
    add: async ({ id }: { readonly id: string }) => {
      isStopped = true;
      if (saved.at(-1) !== id) saved.push(id);
    },
    damaged: [],
  };
  const news = ['a', 'b'].map((id) => ({ app: app({ id }), days: [[cachedRecord()]] }));
  const options = { store, isReadOnly: false, isStopped: () => isStopped, onFailure: fail };

  await saveNews(options, news);

  expect(saved).toEqual(['a']);
});

function fail(): never {
  throw new Error('Nothing failed');
}
