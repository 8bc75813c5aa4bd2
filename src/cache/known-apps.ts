import type { Instant } from '../period/period.ts';
import { APP_STATE, APP_STATE_ID } from './app-fact-kinds.ts';
import { decode } from './app-facts.ts';
import type { CachedApp } from './cached-record.ts';
import type { SegmentStore } from './segment-store.ts';

/** An app that earlier runs have read, as its newest segment has it. */
export type KnownApp = CachedApp & {
  /** When Dify did not list it any more for the first time. */
  readonly missingSince: Instant | undefined;
};

export type KnownApps = ReadonlyMap<string, KnownApp>;

export async function listKnownApps(store: SegmentStore): Promise<KnownApps> {
  const newest = await store.listNewest();
  return new Map(
    newest.map(({ app, records }) => {
      const isState = ({ kind, id }: (typeof records)[number]) =>
        kind === APP_STATE.name && id === APP_STATE_ID;
      const missingSince = decode(APP_STATE, records.find(isState))?.missingSince;
      return [app.id, { ...app, missingSince }];
    }),
  );
}
