import { describe, expect, it } from 'vitest';
import { loadWorld } from '../support/fake-dify/load-world.ts';
import { usageOfRow } from '../support/fake-dify/node-usage.ts';
import { RECORDED_VERSIONS } from '../support/fake-dify/presets.ts';

describe.each(RECORDED_VERSIONS)('the recorded world of %s', (version) => {
  const { world, oracle } = loadWorld(version, 'Asia/Tokyo');

  it('holds the messages, runs and leaves that its database counted', () => {
    const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).toSorted();
    const leaves = world.nodes.filter(({ row }) => {
      const { isContainer } = usageOfRow(row);
      const { execution_metadata: metadata } = row;
      return !isContainer && 'total_tokens' in Object(metadata);
    });

    expect(ids(world.messages)).toEqual(ids(oracle.messages));
    expect(ids(world.runs)).toEqual(ids(oracle.runs));
    // A node that was run alone in the editor belongs to no run, and no list shows it.
    expect(ids(leaves)).toEqual(ids(oracle.leaves.filter(({ runId }) => runId !== null)));
  });

  it('has the same tokens and price in each leaf as its database', () => {
    const rows = new Map(world.nodes.map(({ id, row }) => [id, usageOfRow(row)]));
    const wrong = oracle.leaves.filter(({ id, runId, totalTokens, totalPrice }) => {
      if (runId === null) return false;
      const usage = rows.get(id);
      const price = Number(usage?.priceUnits ?? -1) / 1e7;
      return usage?.tokens !== totalTokens || price !== Number(totalPrice);
    });
    expect(wrong).toEqual([]);
  });

  it('is owned by an account whose zone a test can choose', () => {
    expect(world.accounts).toMatchObject([
      { email: 'admin@example.com', password: 'recorded-pass-1', timezone: 'Asia/Tokyo' },
    ]);
    expect(loadWorld(version).world.accounts).toMatchObject([{ timezone: 'America/New_York' }]);
  });
});
