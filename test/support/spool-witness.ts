import type { Snapshot } from '../../src/spool/snapshot.ts';
import {
  measureBody,
  parseEntry,
  requestKey,
  type SpoolEntry,
} from '../../src/spool/spool-entry.ts';

export type StoredFile = { readonly name: string; readonly text: string };
export type StoredFiles = Readonly<
  Record<'spool' | 'rejected' | 'quarantine', readonly StoredFile[]>
>;

/** Stands outside of the process, survives every crash, and knows what was promised. */
export type SpoolWitness = ReturnType<typeof spoolWitness>;

/** An app and its tokens: what must not be lost, however bodies are divided. */
type Figure = string;

type Put = {
  readonly key: string;
  readonly complete: boolean;
  readonly figures: readonly Figure[];
  /** What of it the receiver took since. */
  readonly taken: Set<Figure>;
  isAccepted: boolean;
  /** An operator removed something: whose figures these were is no longer followed. */
  isGivenUp: boolean;
};

type Posted = { readonly body: string; takenCount: number };

export function spoolWitness() {
  const snapshots: Snapshot[] = [];
  const puts: Put[] = [];
  const posted = new Map<string, Posted>();
  /** What receivers bill now, by app: one that takes everything, and one that takes a key once. */
  const bills = { always: new Map<string, Figure>(), once: new Map<string, Figure>() };
  const removedNames = new Set<string>();
  const problems: string[] = [];
  let isOrderKnown = true;
  let hasReceipts = true;

  function isInvented(figure: Figure): boolean {
    return !puts.some(({ figures }) => figures.includes(figure));
  }

  function judge(stored: StoredFiles): readonly string[] {
    const entries = [...stored.spool, ...stored.rejected].flatMap((file) => {
      const entry = readOrTell(file);
      return entry === undefined ? [] : [entry];
    });
    for (const { name } of stored.quarantine) problems.push(`damaged: ${name}`);
    for (const { name } of stored.spool) {
      if (removedNames.has(name)) problems.push(`came back after its removal: ${name}`);
    }
    for (const entry of entries) {
      const key = requestKey(entry);
      const known = posted.get(key);
      const isOther = known !== undefined && known.body !== entry.body;
      if (isOther) problems.push(`two bodies of one key: ${key}`);
    }

    const kept = new Set(entries.flatMap(({ body }) => figuresOf(body)));
    for (const figure of kept) if (isInvented(figure)) problems.push(`invented: ${figure}`);
    const missingOf = ({ figures, taken, isGivenUp }: Put) =>
      isGivenUp ? [] : figures.filter((figure) => !kept.has(figure) && !taken.has(figure));
    for (const [index, put] of puts.entries()) {
      const missing = missingOf(put);
      if (!put.isAccepted || missing.length === 0) continue;
      const isReplaced = puts
        .slice(index + 1)
        .some((later) => later.key === put.key && later.complete && missingOf(later).length === 0);
      if (!isReplaced) problems.push(`lost of ${put.key}: ${missing.join(' ')}`);
    }
    return problems.splice(0);
  }

  function readOrTell({ name, text }: StoredFile): SpoolEntry | undefined {
    try {
      return parseEntry(name, text);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  return {
    /** The returned function is called once the put has returned. */
    beginPut(snapshot: Snapshot): () => void {
      snapshots.push(snapshot);
      const { key, complete, bodies } = snapshot;
      const figures = bodies.flatMap(({ body }) => figuresOf(body));
      const put: Put = {
        key,
        complete,
        figures,
        taken: new Set(),
        isAccepted: false,
        isGivenUp: false,
      };
      puts.push(put);
      return () => {
        put.isAccepted = true;
      };
    },
    putBefore(pick: number): Snapshot | undefined {
      return snapshots[pick % Math.max(snapshots.length, 1)];
    },
    beginRemoval(name: string): () => void {
      for (const put of puts) put.isGivenUp = true;
      isOrderKnown = false;
      return () => removedNames.add(name);
    },
    beginRestore(): void {
      // An older state may now follow a newer one, as the operator wished.
      isOrderKnown = false;
    },
    /** A receipt that the disk has refused can tell no later export what the receiver holds. */
    beginRefusals(): void {
      hasReceipts = false;
    },
    post(key: string, body: string, isTaken: boolean): void {
      const known = posted.get(key) ?? { body, takenCount: 0 };
      posted.set(key, known);
      if (known.body !== body) problems.push(`posted with two bodies: ${key}`);
      for (const figure of figuresOf(body)) {
        if (isInvented(figure)) problems.push(`posted but never put: ${figure}`);
        if (!isTaken) continue;
        for (const put of puts) if (put.figures.includes(figure)) put.taken.add(figure);
        bills.always.set(appOf(figure), figure);
        if (known.takenCount === 0) bills.once.set(appOf(figure), figure);
      }
      if (isTaken) known.takenCount += 1;
    },
    noteDelivered(checksums: readonly string[]): void {
      const taken = [...posted.values()].filter(({ takenCount }) => takenCount > 0);
      const known = new Set(taken.map(({ body }) => measureBody(body).sha256));
      for (const sha256 of checksums) {
        if (!known.has(sha256)) problems.push(`never taken: ${sha256}`);
      }
    },
    judge,
    /** After a healthy run: nothing waits, and the receiver bills the newest of everything. */
    judgeEnd(stored: StoredFiles): readonly string[] {
      const found = [...judge(stored)];
      for (const { name } of stored.spool) found.push(`still waiting: ${name}`);
      if (!isOrderKnown) return found;

      const rejected = new Set(
        stored.rejected.flatMap(({ name, text }) => figuresOf(parseEntry(name, text).body)),
      );
      for (const [app, figure] of expectedFigures(puts)) {
        const isExcused = figure.some((each) => rejected.has(each));
        for (const [receiver, billed] of Object.entries(bills)) {
          if (receiver === 'once' && !hasReceipts) continue;
          const current = billed.get(app);
          if (!isExcused && (current === undefined || !figure.includes(current))) {
            found.push(
              `${app} is billed as ${current} (${receiver}), not as ${figure.join(' or ')}`,
            );
          }
        }
      }
      return found;
    },
  };
}

/** What may be billed of each app: its newest accepted figure, or one of a put that never returned. */
function expectedFigures(puts: readonly Put[]): Map<string, readonly Figure[]> {
  const expected = new Map<string, readonly Figure[]>();
  const keyOf = new Map<string, string>();
  for (const { key, complete, figures, isAccepted } of puts) {
    for (const figure of figures) {
      const app = appOf(figure);
      keyOf.set(app, key);
      const before = expected.get(app);
      if (isAccepted) expected.set(app, [figure]);
      else if (before !== undefined) expected.set(app, [...before, figure]);
    }
    // A newer complete export without the app may have taken the older one's place.
    const apps = new Set(figures.map(appOf));
    for (const app of expected.keys()) {
      if (complete && keyOf.get(app) === key && !apps.has(app)) expected.delete(app);
    }
  }
  return expected;
}

function figuresOf(body: string): readonly Figure[] {
  const matches = body.matchAll(/"app_id":"(?<app>[^"]+)","token_count":(?<tokens>\d+)/g);
  return [...matches].map(({ groups }) => `${groups?.['app']}=${groups?.['tokens']}`);
}

function appOf(figure: Figure): string {
  return figure.split('=')[0] ?? '';
}
