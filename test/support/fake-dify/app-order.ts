import type { WorldApp } from './world.ts';

export type AppOrder = 'newest' | 'oldest' | 'last-modified';

/**
 * One page of the app list. Dify sorts without a tie-breaker, so PostgreSQL may give apps of
 * equal time in another order on another page. As measured: a page of two or more that begins
 * in the midst of such apps repeats one and loses another; a page of one does not.
 */
export function pageOfApps(
  apps: readonly WorldApp[],
  order: AppOrder,
  { page, limit }: { readonly page: number; readonly limit: number },
): readonly WorldApp[] {
  const keyOf = (app: WorldApp) => (order === 'last-modified' ? app.updatedAtUs : app.createdAtUs);
  const sorted = [...apps].sort(
    (a, b) =>
      (order === 'oldest' ? keyOf(a) - keyOf(b) : keyOf(b) - keyOf(a)) || (a.id < b.id ? -1 : 1),
  );
  const start = (page - 1) * limit;
  const first = sorted[start];
  if (first === undefined) return [];
  const ties = sorted.filter((app) => keyOf(app) === keyOf(first));
  const tiesStart = sorted.findIndex((app) => keyOf(app) === keyOf(first));
  if (limit > 1 && start > tiesStart) {
    const rotated = [...ties.slice(1), ...ties.slice(0, 1)];
    sorted.splice(tiesStart, rotated.length, ...rotated);
  }
  return sorted.slice(start, start + limit);
}
