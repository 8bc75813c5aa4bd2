import type { StatisticsRow } from '../dify/statistics.ts';
import type { Instant } from '../period/period.ts';
import { listGaps, mergeStretches, type Stretch } from '../period/stretch.ts';
import { SETTLED_AFTER_MS } from './settled.ts';

/** What a fact tells of a stretch by itself: of one date in the zone that it was asked in. */
export type StatisticsPiece = Stretch & {
  readonly readAt: Instant;
  /** Counted as this Dify counts: with debugger messages, or without. */
  readonly isOwnRule: boolean;
  /** Undefined where there was no row, which means that there was nothing. */
  readonly row: Pick<StatisticsRow, 'count' | 'units'> | undefined;
};

type Cover = {
  /** One after the other, none of them reaching into another. */
  readonly pieces: readonly StatisticsPiece[];
  /** What none of them tells. */
  readonly missing: readonly Stretch[];
  /** What they tell, but perhaps before the last message was answered. */
  readonly early: readonly Stretch[];
};

/**
 * Chooses, of pieces that may overlap and cannot be divided, those that together tell most of a
 * stretch: first the least that is missing, then the least that was read too early.
 */
export function coverStretch(pieces: readonly StatisticsPiece[], whole: Stretch): Cover {
  const within = chooseOfEqual(
    pieces.filter(({ from, to }) => from >= whole.from && to <= whole.to),
  );
  const marks = new Set([whole.from, whole.to, ...within.flatMap(({ from, to }) => [from, to])]);
  const endingAt = new Map<Instant, StatisticsPiece[]>();
  for (const piece of within) endingAt.set(piece.to, [...(endingAt.get(piece.to) ?? []), piece]);

  let path: Path = { at: whole.from, cost: FREE, piece: undefined, before: undefined };
  const paths = new Map<Instant, Path>([[path.at, path]]);
  for (const mark of [...marks].sort((one, other) => one - other).slice(1)) {
    path = skipTo(path, mark);
    for (const piece of endingAt.get(mark) ?? []) {
      const before = paths.get(piece.from);
      const other = before && follow(before, piece);
      if (other !== undefined && compareCosts(other.cost, path.cost) < 0) path = other;
    }
    paths.set(mark, path);
  }

  const chosen = piecesOf(path);
  const early = chosen.map(({ from, to, readAt }) => ({
    from: Math.max(from, readAt - SETTLED_AFTER_MS),
    to,
  }));
  return { pieces: chosen, missing: listGaps(whole, chosen), early: mergeStretches(early) };
}

/** Milliseconds: nobody tells of them · read too early · counted by another rule. */
type Cost = readonly [missing: number, early: number, foreign: number];
type Path = {
  readonly at: Instant;
  readonly cost: Cost;
  readonly piece: StatisticsPiece | undefined;
  readonly before: Path | undefined;
};

const FREE: Cost = [0, 0, 0];

function skipTo(before: Path, at: Instant): Path {
  const [missing, early, foreign] = before.cost;
  return { at, cost: [missing + at - before.at, early, foreign], piece: undefined, before };
}

function follow(before: Path, piece: StatisticsPiece): Path {
  const [missing, early, foreign] = before.cost;
  const others = piece.isOwnRule ? 0 : piece.to - piece.from;
  const cost: Cost = [missing, early + earlyMs(piece), foreign + others];
  return { at: piece.to, cost, piece, before };
}

function compareCosts(left: Cost, right: Cost): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

function piecesOf(path: Path): StatisticsPiece[] {
  const pieces: StatisticsPiece[] = [];
  for (let step: Path | undefined = path; step !== undefined; step = step.before) {
    if (step.piece !== undefined) pieces.unshift(step.piece);
  }
  return pieces;
}

function earlyMs({ from, to, readAt }: StatisticsPiece): number {
  return Math.max(0, to - Math.max(from, readAt - SETTLED_AFTER_MS));
}

/** Of the same stretch: what was complete when it was read, and of that the most, since less is what was deleted. */
function chooseOfEqual(pieces: readonly StatisticsPiece[]): StatisticsPiece[] {
  const chosen = new Map<string, StatisticsPiece>();
  for (const piece of pieces) {
    const key = `${piece.from} ${piece.to}`;
    const other = chosen.get(key);
    if (other === undefined || isBetter(piece, other)) chosen.set(key, piece);
  }
  return [...chosen.values()];
}

function isBetter(piece: StatisticsPiece, other: StatisticsPiece): boolean {
  const early = earlyMs(piece) - earlyMs(other);
  if (early !== 0) return early < 0;
  if (piece.isOwnRule !== other.isOwnRule) return piece.isOwnRule;
  return (piece.row?.count ?? 0) > (other.row?.count ?? 0);
}
