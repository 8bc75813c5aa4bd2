import * as v from 'valibot';
import { addDays, toCalendarDate } from '../period/calendar-date.ts';
import type { Instant } from '../period/period.ts';
import type { CachedApp, CachedRecord } from './cached-record.ts';
import { holdRecords } from './hold-records.ts';
import type { SegmentStore } from './segment-store.ts';

/** What is known of one app from earlier runs, and what this one adds to it. */
export type AppFacts = {
  /** Undefined when it is not known, or not in the form that this program writes. */
  find<Value>(kind: FactKind<Value>, id: string): Value | undefined;
  /** Those that this run puts are among them only if their kind `stays`. */
  list<Value>(kind: FactKind<Value>): Value[];
  /** When each of them was, also of a kind of which only the `instant` stays. */
  listInstants(kind: Pick<FactKind<unknown>, 'name'>): Instant[];
  put<Value>(kind: FactKind<Value>, value: Value): void;
  hasNews(): boolean;
  /** What was put, day by day, to be stored when everything read has proven to be true. */
  news(): Iterable<readonly CachedRecord[]>;
};

/** One kind of fact, and how it is written as JSON. */
export type FactKind<Value> = {
  readonly name: string;
  readonly schema: v.GenericSchema<unknown, Value>;
  readonly encode: (value: Value) => unknown;
  readonly idOf: (value: Value) => string;
  /** Decides the day in whose segment it stands. */
  readonly at: (value: Value) => Instant;
  readonly amountsOf?: (value: Value) => Pick<CachedRecord, 'tokens' | 'units'>;
  /**
   * What a run can still look up of what it has put itself and did not know before: of some kinds
   * there are so many that the rest is kept in the compressed records only.
   */
  readonly stays: 'all' | 'instant' | 'nothing';
};

/** Loads what is known of an app's days from a day before `since` on; of all of them without it. */
export async function openAppFacts(
  store: SegmentStore,
  app: CachedApp,
  since: Instant | undefined,
): Promise<AppFacts> {
  const known = new Map<string, CachedRecord>();
  const added = holdRecords();
  const firstDay = since === undefined ? '' : addDays(toCalendarDate(since), -1);
  for (const day of await store.listDays(app.id)) {
    if (day < firstDay) continue;
    for (const record of await store.readDay(app.id, day)) {
      // What has moved on, or was placed by a time that is not exact, stands in two days.
      const other = known.get(keyOf(record));
      if (other === undefined || readAtOf(other) <= readAtOf(record))
        known.set(keyOf(record), record);
    }
  }

  return {
    find: (kind, id) => decode(kind, known.get(keyOf({ kind: kind.name, id }))),
    list: (kind) =>
      [...known.values()]
        .filter((record) => record.kind === kind.name)
        .map((record) => decode(kind, record))
        .filter((value) => value !== undefined),
    listInstants: ({ name }) =>
      [...known.values()].flatMap(({ kind, at }) => (kind === name ? [at] : [])),
    put(kind, value) {
      const record: CachedRecord = {
        kind: kind.name,
        id: kind.idOf(value),
        at: kind.at(value),
        value: kind.encode(value),
        ...kind.amountsOf?.(value),
      };
      const key = keyOf(record);
      if (kind.stays === 'all' || known.has(key)) known.set(key, record);
      else if (kind.stays === 'instant') known.set(key, { ...record, value: undefined });
      added.add(record);
    },
    hasNews: () => !added.isEmpty(),
    news() {
      added.pack();
      return added.days();
    },
  };
}

export function decode<Value>(
  kind: FactKind<Value>,
  record: CachedRecord | undefined,
): Value | undefined {
  const result = v.safeParse(kind.schema, record?.value);
  return result.success ? result.output : undefined;
}

function readAtOf({ value }: CachedRecord): Instant {
  return v.is(ReadSchema, value) ? value.readAt : 0;
}

const ReadSchema = v.object({ readAt: v.number() });

function keyOf({ kind, id }: Pick<CachedRecord, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}
