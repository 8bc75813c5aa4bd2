import { contentKey, stateKey } from '../payload/idempotency-key.ts';
import { lastChangeAt, latestReceipt, type Receipt } from './receipt.ts';

type Exported = {
  /** Of the bodies. */
  readonly ids: readonly string[];
  /** The latest delivery of the same export. */
  readonly own: Receipt | undefined;
  /** Deliveries that have overwritten it since, each of them after `own`. */
  readonly later: readonly Receipt[];
};

/**
 * What the receiver holds in place of an export, for the keys of its bodies; undefined: nothing. A
 * delivery that goes on, is repeated, or whose acknowledgement was lost, has the keys that it had before.
 */
export function stateBefore({ ids, own, later }: Exported): string | undefined {
  const goesOn = later.length === 0 && own?.content === contentKey(ids);
  if (goesOn) return own?.after;

  const last = latestReceipt(later) ?? own;
  return last && stateKey(last.content, lastChangeAt(last));
}
