import { intParam, LIMIT, PAGE } from './query-params.ts';
import type { Ctx } from './route.ts';

export type Page<Row> = {
  readonly page: number;
  readonly limit: number;
  readonly total: number;
  readonly has_more: boolean;
  readonly data: readonly Row[];
};

/** One page by offset, with the exact total. */
export function pageOf<Row, Item>(
  ctx: Ctx,
  rows: readonly Row[],
  toItem: (row: Row) => Item,
): Page<Item> {
  const page = intParam(ctx, 'page', PAGE);
  const limit = intParam(ctx, 'limit', LIMIT);
  const start = (page - 1) * limit;
  return {
    page,
    limit,
    total: rows.length,
    has_more: rows.length > page * limit,
    data: rows.slice(start, start + limit).map(toItem),
  };
}
