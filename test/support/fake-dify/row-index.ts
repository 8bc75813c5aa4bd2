type Index = {
  readonly length: number;
  readonly last: unknown;
  readonly rows: ReadonlyMap<unknown, readonly unknown[]>;
};

const indexes = new WeakMap<object, Map<string, Index>>();

/**
 * The rows whose column `name` has a value, in their order.
 *
 * Worlds grow while a server runs, so an index is rebuilt when its table has grown or shrunk.
 */
export function rowsWith<Row extends object, Name extends keyof Row & string>(
  table: readonly Row[],
  name: Name,
  value: Row[Name],
): readonly Row[] {
  // The index was built from this very table.
  return (indexOf(table, name).rows.get(value) ?? []) as readonly Row[];
}

function indexOf<Row extends object>(table: readonly Row[], name: keyof Row & string): Index {
  const ofTable = indexes.get(table) ?? new Map<string, Index>();
  indexes.set(table, ofTable);
  const known = ofTable.get(name);
  if (known?.length === table.length && known.last === table.at(-1)) return known;
  const index = { length: table.length, last: table.at(-1), rows: groupBy(table, name) };
  ofTable.set(name, index);
  return index;
}

function groupBy<Row extends object>(table: readonly Row[], name: keyof Row): Map<unknown, Row[]> {
  const groups = new Map<unknown, Row[]>();
  for (const row of table) {
    const group = groups.get(row[name]);
    if (group === undefined) groups.set(row[name], [row]);
    else group.push(row);
  }
  return groups;
}
