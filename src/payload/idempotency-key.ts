import { createHash } from 'node:crypto';
import { joinRecords, listRecords, sliceBody } from './body-slices.ts';

/** What makes two exports versions of one and the same: a newer one replaces the older. */
export type SnapshotParts = {
  readonly receiverUrl: string;
  readonly format: string;
  readonly mode: string;
  readonly aggregation: string;
  /** The nominal period, which does not move while time passes. */
  readonly period: string;
  readonly timeZone: string;
  readonly workspaceIds: readonly string[];
  /** Whatever else narrows the export, e.g. app ids; in no particular order. */
  readonly filters: readonly string[];
};

export function snapshotKey(parts: SnapshotParts): string {
  return hash([
    'snapshot',
    parts.receiverUrl,
    parts.format,
    parts.mode,
    parts.aggregation,
    parts.period,
    parts.timeZone,
    parts.workspaceIds.toSorted(),
    parts.filters.toSorted(),
  ]);
}

/** What the snapshots of all periods have in common, so that a missing one can be noticed. */
export function seriesKey(parts: Omit<SnapshotParts, 'period'>): string {
  return snapshotKey({ ...parts, period: 'any' });
}

/**
 * For a snapshot or a series of which a body is sent to another receiver by hand: what becomes of it
 * there says nothing of the receiver that it was queued for.
 */
export function redirectedKey(key: string, target: string): string {
  return hash(['redirected', key, target]);
}

/** The same for the same bodies, whatever their order. */
export function contentKey(bodyKeys: readonly string[]): string {
  return hash(['content', bodyKeys.toSorted()]);
}

export type KeyedBody = {
  readonly receiverUrl: string;
  readonly snapshotKey: string;
  /** The JSON text that is posted. */
  readonly body: string;
  /** The period has not ended: its end moves with every run and says nothing new. */
  readonly isOpen: boolean;
};

/**
 * The same for the same content. It is the body's `Idempotency-Key` when it is the first of its
 * period; see `keyAfter`.
 */
export function idempotencyKey({ receiverUrl, snapshotKey, body, isOpen }: KeyedBody): string {
  return hash(['body', receiverUrl, snapshotKey, isOpen ? withoutEnd(body) : body]);
}

/**
 * The key of one part of a body that had to be divided; `part` says how and which.
 *
 * It follows from the whole's key, so that dividing the same content again, after a
 * crash or in the next run, gives the same keys.
 */
export function partKey(wholeKey: string, part: string): string {
  return hash(['part', wholeKey, part]);
}

/** Records stay as they are written: parsed, two long amounts could become the same number. */
function withoutEnd(body: string): string {
  const slices = sliceBody(body);
  if (slices === undefined) return body;

  const lasting = slices.map((member) => {
    if (!('text' in member)) return member;
    const hide = MOVING_PARTS.get(member.key);
    return hide === undefined ? member : { ...member, text: hide(member.text) };
  });
  return joinRecords(lasting, listRecords(lasting));
}

/** How far a period was read, in the words of each receiver. */
const MOVING_PARTS: ReadonlyMap<string, (text: string) => string> = new Map([
  ['"fetch_period"', (text) => withNulls(text, ['end'])],
  ['"export_metadata"', (text) => withNulls(text, ['end', 'export_timestamp'])],
]);

function withNulls(text: string, keys: readonly string[]): string {
  return JSON.stringify(JSON.parse(text), (key, value: unknown) =>
    keys.includes(key) ? null : value,
  );
}

/**
 * The key of a body that is to overwrite something: a receiver that knows its keys would take the
 * way back to an earlier content for a repetition. `after` names what it holds meanwhile.
 */
export function keyAfter(bodyKey: string, after: string | undefined): string {
  return after === undefined ? bodyKey : hash(['after', bodyKey, after]);
}

/** What the receiver holds: the content that it acknowledged at an instant. */
export function stateKey(content: string, at: string): string {
  return hash(['state', content, at]);
}

/** What the receiver may hold besides: bodies that wait and may have reached it. */
export function stateKeyOver(before: string | undefined, waitingKeys: readonly string[]): string {
  return hash(['over', before ?? null, waitingKeys.toSorted()]);
}

// 128 bits are plenty to tell bodies apart and still fit into file names and messages.
function hash(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 32);
}
