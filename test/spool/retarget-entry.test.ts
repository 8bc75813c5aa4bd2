import { expect, it } from 'vitest';
import { listEntries } from '../../src/spool/list-entries.ts';
import { putSnapshot } from '../../src/spool/put-snapshot.ts';
import { retargetEntry } from '../../src/spool/retarget-entry.ts';
import { openSpool } from '../../src/spool/spool.ts';
import { snapshot } from '../support/spool.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

it('addresses a waiting body to the receiver that is configured now', async () => {
  const spool = await openSpool(await temporaryDirectory(), { now: Date.now });
  await putSnapshot(spool, snapshot({ target: 'https://billing.example.com/typo' }));
  const [entry] = (await listEntries(spool)).entries;

  await retargetEntry(spool, entry?.name ?? '', 'https://billing.example.com/usage');

  const { entries, quarantined } = await listEntries(spool);
  expect(entries).toMatchObject([
    { id: entry?.id, target: 'https://billing.example.com/usage', attempts: 0 },
  ]);
  expect(quarantined).toEqual([]);
});
